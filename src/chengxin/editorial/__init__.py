"""Articles, typical cases, rules library, notices to the public: posted by moderation.

Never looks a name up in the register.
"""
