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

    size: int = Field(description="台账里的批次数")
    root: str = Field(description="树根的哈希（十六进制）")
    at: str = Field(description="签名时刻（UTC）")
    key: str = Field(description="签名公钥的指纹")
    public_key: str = Field(description="签名公钥（十六进制）")
    signature: str = Field(description="Ed25519 签名（十六进制）")


class BatchAnswer(Schema):
    """A batch as the top tree commits to it."""

    kind: str = Field(description="批次内容的种类")
    size: int = Field(description="批次里的记录数")
    root: str = Field(description="批次的根（十六进制）")
    at: str = Field(description="提交时刻（UTC）")


class ProofAnswer(Schema):
    """The inclusion proof of a leaf, in the form that ``chengxin ledger verify --proof`` reads."""

    format: str = Field(description="证明文件的格式")
    leaf: str = Field(description="记录的叶子哈希（十六进制）")
    index: int = Field(description="记录在批次里的序号，从0起")
    path: list[str] = Field(description="批次内从下到上的哈希")
    batch: BatchAnswer = Field(description="所在的批次")
    position: int = Field(description="批次在台账里的位置，从0起")
    top_path: list[str] = Field(description="台账内从下到上的哈希")
    head: HeadAnswer = Field(description="盖住它的树头")


class ConsistencyAnswer(Schema):
    """The proof that the tree of size ``second`` begins with the tree of size ``first`` (RFC 9162, 2.1.4)."""

    first: int = Field(description="较早的批次数")
    second: int = Field(description="较晚的批次数")
    path: list[str] = Field(description="证明用的哈希，从下到上")


class HeadQuery(Schema):
    """Which head: the one of ``size``, else the newest."""

    size: int | None = Field(None, ge=1, le=LARGEST, description="批次数；不写则是最新的树头")


class ProofQuery(Schema):
    """Which leaf: ``index`` in ``batch``; under the head of ``size``, else the newest."""

    batch: int = Field(ge=1, le=LARGEST, description="批次编号")
    index: int = Field(ge=0, le=LARGEST, description="记录在批次里的序号，从0起")
    size: int | None = Field(None, ge=1, le=LARGEST, description="树头的批次数；不写则用最新的树头")


class ConsistencyQuery(Schema):
    """Two sizes of the tree, the smaller first."""

    first: int = Field(ge=1, le=LARGEST, description="较早的批次数")
    second: int = Field(ge=1, le=LARGEST, description="较晚的批次数，不小于 first")


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
