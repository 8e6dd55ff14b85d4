"""Tiny encoders with random weights, on disk, and a few documents to train on; nothing is downloaded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import PhobertTokenizer, RobertaConfig, RobertaForMaskedLM

from vn_dx_ie.document import Document, Entity, Relation
from vn_dx_ie.formats.jsonl import write_jsonl

MARKS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
POSITIONS = 330  # a window of the default sizes fits
TEXTS = (
    "Sáng 8/8, tại Hà Nội, Thủ tướng Phạm Minh Chính chủ trì hội nghị.\nTỷ lệ hồ sơ trực tuyến đạt 82,4%.",
    "Chiều 3/2, ông Trần Văn Ba, Giám đốc Sở Nội vụ, dự hội nghị tại Cà Mau. Doanh thu đạt 12 tỷ đồng.",
    "Bộ Công an ban hành Quyết định số 12/QĐ-BCA. Tỷ lệ hộ nghèo đạt 3,1%.",
    "Ngày 5/3, bà Lê Thị Hoa, Chủ tịch UBND tỉnh, dự phiên họp.\nSố hồ sơ đạt 1.871.",
)
# (document, label, mention): the first occurrence in its text.
MENTIONS = (
    (0, "DATE", "Sáng 8/8"),
    (0, "PROVINCE", "Hà Nội"),
    (0, "POSITION", "Thủ tướng"),
    (0, "OFFICIAL", "Phạm Minh Chính"),
    (0, "EVENT", "hội nghị"),
    (0, "INDICATOR", "Tỷ lệ hồ sơ trực tuyến"),
    (0, "VALUE", "82,4%"),
    (1, "DATE", "Chiều 3/2"),
    (1, "OFFICIAL", "Trần Văn Ba"),
    (1, "POSITION", "Giám đốc Sở Nội vụ"),
    (1, "AGENCY", "Sở Nội vụ"),
    (1, "EVENT", "hội nghị"),
    (1, "PROVINCE", "Cà Mau"),
    (1, "INDICATOR", "Doanh thu"),
    (1, "VALUE", "12 tỷ đồng"),
    (2, "AGENCY", "Bộ Công an"),
    (2, "DOCUMENT", "Quyết định số 12/QĐ-BCA"),
    (2, "INDICATOR", "Tỷ lệ hộ nghèo"),
    (2, "VALUE", "3,1%"),
    (3, "DATE", "Ngày 5/3"),
    (3, "OFFICIAL", "Lê Thị Hoa"),
    (3, "POSITION", "Chủ tịch UBND tỉnh"),
    (3, "AGENCY", "UBND tỉnh"),
    (3, "EVENT", "phiên họp"),
    (3, "INDICATOR", "Số hồ sơ"),
    (3, "VALUE", "1.871"),
)
EDGES = {
    ("OFFICIAL", "POSITION"): "HOLDS",
    ("OFFICIAL", "EVENT"): "ATTENDS",
    ("EVENT", "PROVINCE"): "LOCATED_AT",
    ("EVENT", "DATE"): "DATED",
    ("INDICATOR", "VALUE"): "HAS_VALUE",
    ("DOCUMENT", "AGENCY"): "ISSUED_BY",
}


def sample_documents() -> list[Document]:
    """Return a few annotated documents that a network of any size can learn by heart."""
    return [_sample(number, text) for number, text in enumerate(TEXTS)]


def _sample(number: int, text: str) -> Document:
    entities = tuple(
        Entity(f"e{index}", label, text.index(mention), text.index(mention) + len(mention), mention)
        for index, (document, label, mention) in enumerate(MENTIONS)
        if document == number
    )
    relations = tuple(
        Relation(EDGES[head.label, tail.label], head.id, tail.id)
        for head in entities
        for tail in entities
        if (head.label, tail.label) in EDGES
    )
    return Document(id=f"d{number}", text=text, entities=entities, relations=relations)


def write_documents(path: Path, documents: Sequence[Document]) -> Path:
    """Write `documents` as JSONL."""
    with path.open("wb") as stream:
        write_jsonl(documents, stream)
    return path


def write_tokenizer(path: Path) -> Path:
    """Write a ``tokenizer.json`` of some hundred byte pairs."""
    tokenizer = Tokenizer(models.BPE(unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    trainer = trainers.BpeTrainer(vocab_size=220, special_tokens=list(MARKS), show_progress=False)
    tokenizer.train_from_iterator(TEXTS, trainer)
    path.parent.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(path))
    return path


def write_checkpoint(folder: Path) -> Path:
    """Write a RoBERTa with random weights and its bare ``tokenizer.json``."""
    tokenizer = Tokenizer.from_file(str(write_tokenizer(folder / "tokenizer.json")))
    _write_roberta(folder, tokenizer.get_vocab_size(), padding=0)
    return folder


def write_segmented_checkpoint(folder: Path) -> Path:
    """Write a RoBERTa with random weights and PhoBERT's kind of tokenizer, which wants segmented words."""
    folder.mkdir(parents=True, exist_ok=True)
    letters = sorted({letter for text in TEXTS for letter in text if not letter.isspace()} | {"_"})
    pieces = ["hội_@@", *(letter + "@@" for letter in letters), *letters]
    (folder / "vocab.txt").write_text("".join(f"{piece} 1\n" for piece in pieces), encoding="utf-8")
    merges = ["h ộ", "hộ i", "hội _", "T ỷ</w>"]
    (folder / "bpe.codes").write_text("".join(f"{pair} 1\n" for pair in merges), encoding="utf-8")
    tokenizer = PhobertTokenizer(str(folder / "vocab.txt"), str(folder / "bpe.codes"))
    tokenizer.save_pretrained(str(folder))
    _write_roberta(folder, len(tokenizer), padding=int(tokenizer.pad_token_id))
    return folder


def _write_roberta(folder: Path, vocabulary: int, padding: int) -> None:
    torch.manual_seed(0)
    config = RobertaConfig(
        vocab_size=vocabulary,
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=POSITIONS,
        pad_token_id=padding,
        type_vocab_size=1,
    )
    RobertaForMaskedLM(config).save_pretrained(str(folder))
