"""API of the ledger, mounted under /api/v1/ledger: heads and proofs, open to anybody."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from chengxin.audit.queries import ledger
from chengxin.audit.rules.proofs import SignedHead
from chengxin.foundation.doors import anybody

router = Router(tags=["公示台账"])

LARGEST = 2**53 - 1


class HeadAnswer(Schema):
    """A signed head: ``size`` batches under ``root``. Hashes, key and signature in hexadecimal, ``at`` in UTC.

    Signed are the bytes that ``docs/ledger.md`` describes, by Ed25519.
    """

    size: int
    root: str
    at: str
    key: str
    public_key: str
    signature: str


class BatchAnswer(Schema):
    """A batch as the top tree commits to it."""

    kind: str
    size: int
    root: str
    at: str


class ProofAnswer(Schema):
    """The inclusion proof of a leaf, in the form that ``chengxin ledger verify --proof`` reads."""

    format: str
    leaf: str
    index: int
    path: list[str]
    batch: BatchAnswer
    position: int
    top_path: list[str]
    head: HeadAnswer


class ConsistencyAnswer(Schema):
    """The proof that the tree of size ``second`` begins with the tree of size ``first`` (RFC 9162, 2.1.4)."""

    first: int
    second: int
    path: list[str]


class HeadQuery(Schema):
    """Which head: the one of ``size``, else the newest."""

    size: int | None = Field(None, ge=1, le=LARGEST)


class ProofQuery(Schema):
    """Which leaf: ``index`` in ``batch``; under the head of ``size``, else the newest."""

    batch: int = Field(ge=1, le=LARGEST)
    index: int = Field(ge=0, le=LARGEST)
    size: int | None = Field(None, ge=1, le=LARGEST)


class ConsistencyQuery(Schema):
    """Two sizes of the tree, the smaller first."""

    first: int = Field(ge=1, le=LARGEST)
    second: int = Field(ge=1, le=LARGEST)


def _head(head: SignedHead) -> dict[str, Any]:
    return head.document()


@router.get("head", response=HeadAnswer, auth=anybody, summary="最新的或指定大小的树头")
def get_head(request: HttpRequest, query: Query[HeadQuery]) -> dict[str, Any]:  # noqa: ARG001  django-ninja hands it over
    """Return the newest signed head, or the one of a size."""
    return _head(ledger.head_of(query.size))


@router.get("proof", response=ProofAnswer, auth=anybody, summary="一条记录在台账里的证明")
def get_proof(request: HttpRequest, query: Query[ProofQuery]) -> dict[str, Any]:  # noqa: ARG001  django-ninja hands it over
    """Return the inclusion proof of a leaf."""
    return ledger.inclusion_proof(batch=query.batch, index=query.index, size=query.size).document()


@router.get("consistency", response=ConsistencyAnswer, auth=anybody, summary="两个树头前后一致的证明")
def get_consistency(request: HttpRequest, query: Query[ConsistencyQuery]) -> ConsistencyAnswer:  # noqa: ARG001  django-ninja hands it over
    """Return the consistency proof between two sizes."""
    steps = ledger.consistency_proof(first=query.first, second=query.second)
    return ConsistencyAnswer(first=query.first, second=query.second, path=[step.hex() for step in steps])
