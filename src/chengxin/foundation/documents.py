"""Numbers of official documents (文号): one way of writing for comparison. Pure."""

import re
import unicodedata

_BRACKETS = str.maketrans(dict.fromkeys("([{【［〖（﹝<《", "〔") | dict.fromkeys(")]}】］〗）﹞>》", "〕"))
_YEAR = re.compile(r"〔(\d{4})年?〕")
_NUMBER = re.compile(r"(?<=〕)第?0*(\d+)号?$")


def document_number_key(raw: str) -> str:
    """Return a document number for comparison: ``市监处罚(2018)第011号`` and ``市监处罚〔2018〕11号`` become one.

    Width, spaces and the four kinds of brackets in use are made equal; after the year 第, leading zeros and a missing
    号 make no difference. Two equal keys of different bodies are still two documents.
    """
    text = "".join(unicodedata.normalize("NFKC", raw.translate(_BRACKETS)).split()).translate(_BRACKETS)
    text = _YEAR.sub(r"〔\1〕", text)
    return _NUMBER.sub(r"\1号", text)
