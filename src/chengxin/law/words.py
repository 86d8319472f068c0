"""The words rules use: finds the key for what a person or file wrote, and the name to show for a key."""

import re
from dataclasses import dataclass

from chengxin.law.collection import Collection
from chengxin.law.refusals import UnknownValue
from chengxin.law.rows import Fact, Term

SEPARATORS = re.compile(r"[,，;；、&|\s]+")


class Words:
    """Looks words up in the terms of a collection."""

    def __init__(self, collection: Collection) -> None:
        """Index names, keys and aliases of every fact."""
        self._names = {fact.key: fact.name for fact in collection.written(Fact)}
        self._terms: dict[str, dict[str, Term]] = {}
        self._spelled: dict[str, dict[str, str]] = {}
        for term in collection.written(Term):
            self._terms.setdefault(term.fact, {})[term.key] = term
            spelled = self._spelled.setdefault(term.fact, {})
            for word in (term.key, term.name, *term.aliases):
                spelled.setdefault(word, term.key)

    def key(self, fact: str, word: str) -> str:
        """Return the key for a word (key, Chinese name or alias).

        Raises:
            UnknownValue: no term of this fact is written so.
        """
        found = self._spelled.get(fact, {}).get(word.strip())
        if found is None:
            raise UnknownValue(what=self.fact_name(fact), value=word, allowed=self.allowed(fact))
        return found

    def keys(self, fact: str, text: str) -> tuple[str, ...]:
        """Return the keys of several words in one text, divided by commas or the like; each once, in order.

        Raises:
            UnknownValue: a word no term is written so.
        """
        words = [word for word in SEPARATORS.split(text) if word]
        return tuple(dict.fromkeys(self.key(fact, word) for word in words))

    def name(self, fact: str, key: str) -> str:
        """Return the Chinese name of a key, the key itself where no term has it."""
        term = self._terms.get(fact, {}).get(key)
        return term.name if term else key

    def rank(self, fact: str, key: str) -> int:
        """Return the rank of a key among its fact's terms; 0 where it has none."""
        term = self._terms.get(fact, {}).get(key)
        return term.rank if term else 0

    def every(self, fact: str) -> tuple[str, ...]:
        """Return the keys of a fact's terms, in the order of the data."""
        return tuple(self._terms.get(fact, {}))

    def fact_name(self, fact: str) -> str:
        """Return what a fact is called in Chinese."""
        return self._names.get(fact, fact)

    def allowed(self, fact: str) -> str:
        """Return every value of a fact as one line: key（name）."""
        return "、".join(f"{term.key}（{term.name}）" for term in self._terms.get(fact, {}).values())


@dataclass(frozen=True)
class Source:
    """What every answer needs from the law: citations of instruments by key, the words, the version."""

    citations: dict[str, str]
    words: Words
    version: str
