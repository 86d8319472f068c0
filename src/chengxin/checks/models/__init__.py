"""Tables of credit checks and reports. No natural person is a subject here. Days are Beijing days."""
