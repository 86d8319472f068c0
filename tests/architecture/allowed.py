"""The exceptions to the guards, each with its reason. An entry that is no longer needed fails a test."""

SERVICES = {
    "audit.use_case": "is the frame itself",
    "audit.record": "writes the entry of the use case that calls it, in its transaction",
    "audit.record_look": "writes the entry of the use case that calls it, in its transaction",
    "audit.note_refusal": "writes the entry of a call that was refused: there is no use case left",
    "audit.append_batch": "commits to facts in the transaction of the use case that publishes them",
    "audit.erase_salts": "works in the transaction of the use case that removes the facts",
    "audit.seal_ledger": "signs what was recorded; an entry of its own would never let the ledger come to rest",
    "units.authenticate_key": "finds who calls; there is no actor yet, and nothing is written",
    "units.use_allowance": "counts a call of anybody, also of the unknown; serves the limits only",
    "units.forget_old_sessions": "removes sessions that are over; nothing of the city's business changes",
    "units.forget_old_usage": "removes counts that no limit needs; nothing of the city's business changes",
    "notices.deliver": "hands a message over and keeps what came of it, attempt by attempt",
    "notices.deliver_waiting": "runs one delivery after the other, each with its own transaction",
    "units.demonstration_token": "computes a token of a demonstration login and writes nothing",
    "units.may_give": "decides and writes nothing; the page that offers roles asks it",
    "units.waiting_authenticator": "until its first token an authenticator opens nothing",
    "units.secret_text": "writes a secret the way people type it",
    "register.begin_load": "opens a load in the use case that takes the submission; nothing of it shows",
    "register.merge_chunk": "merges rows that nobody sees; show_load writes the entry of the whole load",
    "register.merge_chunks": "as merge_chunk, chunk by chunk",
    "register.take_down_all_expired": "runs one use case some thousand records, so that a stop half-way loses nothing",
    "vault.delete_expired": "runs one use case a file, so that a stop half-way loses nothing",
}
"""Public functions of ``services`` that are no use case."""

QUERIES = {
    "audit.known_actions": "lists kinds of entries, as the reference documents do",
    "audit.leaf_reader": "finds a function, reads nothing",
    "audit.entry_leaf": "turns a row into bytes, reads nothing",
    "audit.read_entries": "the ledger's own check reads; nobody is shown what it reads",
    "audit.check_batch": "says which leaves hold, not what they hold; for the operator",
    "audit.batch_numbers": "the ledger is public",
    "audit.heads": "the ledger is public: hashes only",
    "audit.current_head": "the ledger is public: hashes only",
    "audit.head_of": "the ledger is public: hashes only",
    "audit.inclusion_proof": "the ledger is public: hashes only",
    "audit.consistency_proof": "the ledger is public: hashes only",
    "audit.subtree_hashes": "the ledger is public: hashes only",
    "audit.export_lines": "the ledger is public: hashes only",
    "audit.opening": "gives a salt without its fact; the room that may show the fact asks for it",
    "audit.queries.actions": "names kinds of entries, not entries",
    "audit.queries.ledger": "the ledger is public and holds no personal data",
    "audit.queries.exports": "the ledger is public and holds no personal data",
    "audit.queries.leaves": "compares stored facts with the ledger and tells only what differs; no door opens it",
    "notices.delivered_on": "says when a paper that a scoped query found was delivered",
    "notices.deliveries_of": "lists the attempts of a paper that a scoped query found",
    "notices.queries.sending": "finds work for the sending job",
    "units.successor_names": "reads the public directory for units that a scoped query found",
    "units.queries.districts": "names divisions; they are public",
    "units.queries.seats": "makes the actor",
    "units.keys_of": "lists the keys of a client that a scoped query found",
    "units.without_second_factor": "narrows rows that a scoped query found",
    "units.second_factor_holders": "narrows rows that a scoped query found",
    "units.seated_users": "narrows rows that a scoped query found",
    "units.demonstration_logins": "the start-up check asks it; no person does",
    "vault.store": "opens the place of contents, not a content",
    "vault.expired_ids": "finds work for the nightly job",
    "vault.living_file": "rooms ask it for files they own, after their own scope",
    "vault.unwanted": "finds work for the nightly job",
    "vault.lock_content": "holds a content while it is written or removed",
}
"""Public functions of ``queries`` that take no actor."""

JUDGING_NAMES: dict[str, str] = {}
"""Names that look like a judgement of a person and are none."""

UNMARKED = {"ui.wording": "writes dates, days and money the Chinese way; another language needs other rules, not words"}
"""Modules whose Chinese is not marked for translation."""
