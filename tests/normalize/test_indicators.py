"""Linking of indicators to the catalogue, and grouping of all others."""

from __future__ import annotations

import json
import time
import unicodedata
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vn_dx_ie.errors import InputError, SchemaError
from vn_dx_ie.normalize.indicators import indicator_id, indicator_key, link_indicator, load_catalogue
from vn_dx_ie.text.unicode import normalise

SHIPPED: list[dict[str, Any]] = json.loads(
    (files("vn_dx_ie.lexicon") / "data" / "indicators.json").read_text(encoding="utf-8")
)["indicators"]
NAMES = [(name, entry["id"]) for entry in SHIPPED for name in (entry["name"], *entry["aliases"])]
THEMES = {
    *("digital_transformation", "public_services", "administrative_reform", "digital_government", "infrastructure"),
    *("digital_society", "digital_economy", "macro_economy", "public_finance", "investment", "trade", "society"),
}


def linked(text: str, unit: str | None = None) -> str | None:
    indicator = link_indicator(text, unit=unit)
    return indicator.id if indicator else None


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        # Indices: any level, one level, a pillar
        ("DTI", None, "dti"),
        ("Chỉ số DTI", "điểm", "dti"),
        ("chỉ số chuyển đổi số năm 2022", None, "dti"),
        ("Chỉ số chuyển đổi số (DTI) cấp tỉnh", None, "dti.tinh"),
        ("Mức độ chuyển đổi số cấp tỉnh", None, "dti.tinh"),
        ("DTI cấp bộ", "điểm", "dti.bo"),
        ("trụ cột hạ tầng số", None, "dti.ha_tang_so"),
        ("hạ tầng số", None, None),
        ("chuyển đổi số", None, None),
        ("PAR INDEX", "%", "cchc.par_index"),
        ("Chỉ số cải cách hành chính (PAR INDEX)", "điểm", "cchc.par_index"),
        ("chỉ số CCHC", None, "cchc.par_index"),
        ("giá trị trung bình chỉ số cải cách hành chính", "%", None),
        ("chỉ số thành phần cải cách thủ tục hành chính", "%", None),
        ("SIPAS", "%", "cchc.sipas"),
        ("chỉ số PAPI", "điểm", "cchc.papi"),
        ("PCI", None, "cchc.pci"),
        ("năng lực cạnh tranh", None, None),
        ("DDCI", "điểm", "cchc.ddci"),
        ("chỉ số EGDI", None, "quoc_te.egdi"),
        # Public services online: how far, how many or which share
        ("dịch vụ công trực tuyến", None, "dvc.truc_tuyen.so_luong"),
        ("DVCTT", None, "dvc.truc_tuyen.so_luong"),
        ("dịch vụ công trực tuyến", "%", None),
        ("dịch vụ công trực tuyến lĩnh vực thuế", None, None),
        ("DVC toàn trình", None, "dvc.toan_trinh.so_luong"),
        ("dịch vụ công trực tuyến (DVCTT) toàn trình", None, "dvc.toan_trinh.so_luong"),
        ("DVC toàn trình", "%", "dvc.toan_trinh.ty_le"),
        ("Tỷ lệ TTHC cung cấp DVCTT toàn trình", "%", "dvc.toan_trinh.ty_le"),
        ("TTHC đủ điều kiện cung cấp trực tuyến toàn trình", "%", "dvc.toan_trinh.du_dieu_kien.ty_le"),
        ("dịch vụ công trực tuyến một phần", None, "dvc.mot_phan.so_luong"),
        ("DVCTT mức độ 3, 4", None, "dvc.muc_do_3_4.so_luong"),
        ("DVCTT mức độ 3 và 4", "%", "dvc.muc_do_3_4.ty_le"),
        ("dịch vụ công mức độ 4", None, "dvc.muc_do_4.so_luong"),
        ("dịch vụ công mức độ 2", None, None),
        ("hồ sơ trực tuyến", None, "dvc.ho_so_truc_tuyen.so_luong"),
        ("hồ sơ trực tuyến", "%", "dvc.ho_so_truc_tuyen.ty_le"),
        ("hồ sơ trực tuyến", "điểm %", "dvc.ho_so_truc_tuyen.ty_le"),
        ("hồ sơ trực tuyến", "VND", None),
        ("tỷ lệ hồ sơ trực tuyến", None, "dvc.ho_so_truc_tuyen.ty_le"),
        ("tỷ lệ hồ sơ trực tuyến", "lượt", None),
        ("Tỉ lệ hồ sơ nộp qua mạng", "%", "dvc.ho_so_truc_tuyen.ty_le"),
        ("tỷ lệ nộp hồ sơ trực tuyến", "%", "dvc.ho_so_truc_tuyen.ty_le"),
        ("tỷ lệ hồ sơ nộp trực tiếp", "%", None),
        ("tỷ lệ hồ sơ trực tuyến cấp xã", "%", None),
        ("tỷ lệ hồ sơ không nộp trực tuyến", "%", None),
        ("số hồ sơ trực tuyến của tỉnh Lào Cai", None, "dvc.ho_so_truc_tuyen.so_luong"),
        ("hồ sơ", None, None),
        ("hồ sơ giấy", None, None),
        ("tỷ lệ hồ sơ TTHC toàn trình", "%", None),
        ("tỷ lệ hồ sơ DVCTT toàn trình", "%", "dvc.ho_so_toan_trinh.ty_le"),
        ("thanh toán trực tuyến", "%", "dvc.thanh_toan_truc_tuyen.ty_le"),
        ("thanh toán trực tuyến", None, None),
        ("hồ sơ được số hóa", "%", "dvc.so_hoa_ho_so.ty_le"),
        ("Số hoá hồ sơ", None, "dvc.so_hoa_ho_so.so_luong"),
        ("hồ sơ giải quyết đúng hạn", "%", "tthc.dung_han.ty_le"),
        ("tỷ lệ hồ sơ giải quyết trước hạn", "%", None),
        ("hồ sơ quá hạn", None, "tthc.qua_han.so_luong"),
        ("nợ quá hạn", "VND", None),
        ("Mức độ hài lòng của người dân, doanh nghiệp", "%", "dvc.hai_long.ty_le"),
        ("mức độ hài lòng", "%", None),
        ("TTHC", None, "tthc.so_luong"),
        ("TTHC mới ban hành", None, None),
        # Infrastructure and digital society
        ("dân số được phủ sóng 4G", "%", "ha_tang.4g.dan_so.ty_le"),
        ("phủ sóng 5G", "%", "ha_tang.5g.phu_song.ty_le"),
        ("phủ sóng 3G", "%", None),
        ("hộ gia đình có cáp quang", "%", "ha_tang.cap_quang.ho.ty_le"),
        ("hộ gia đình chưa có cáp quang", "%", None),
        ("Tốc độ tải xuống băng rộng di động", "Mbps", "ha_tang.toc_do.di_dong"),
        ("tốc độ truy cập mạng băng rộng cố định", "Mbps", "ha_tang.toc_do.co_dinh"),
        ("tốc độ băng rộng cố định", "km/h", None),
        ("trạm BTS", None, "ha_tang.tram_bts.so_luong"),
        ("trạm y tế", None, None),
        ("trung tâm dữ liệu", None, "ha_tang.trung_tam_du_lieu.so_luong"),
        ("Tổ công nghệ số cộng đồng", None, "xa_hoi_so.to_cong_nghe_so.so_luong"),
        ("tài khoản VNeID", None, "xa_hoi_so.dinh_danh.so_luong"),
        ("tài khoản", None, None),
        ("thẻ CCCD gắn chip", None, "xa_hoi_so.cccd.so_luong"),
        ("người trưởng thành có tài khoản thanh toán", "%", "xa_hoi_so.tai_khoan_thanh_toan.ty_le"),
        ("hộ có điện thoại thông minh", "%", "xa_hoi_so.smartphone.ho.ty_le"),
        # Digital economy, economy, budget
        ("kinh tế số", "%", "kinh_te_so.ty_trong"),
        ("kinh tế số", None, None),
        ("Tỷ trọng kinh tế số/GRDP", "%", "kinh_te_so.ty_trong"),
        ("doanh thu TMĐT", "VND", "tmdt.doanh_thu"),
        ("thanh toán không dùng tiền mặt", "%", "khong_tien_mat.ty_le"),
        ("GRDP", "VND", "kinh_te.grdp"),
        ("Tổng sản phẩm trên địa bàn tỉnh (GRDP)", "VND", "kinh_te.grdp"),
        ("GRDP", "%", None),
        ("tốc độ tăng trưởng GRDP", "%", "kinh_te.grdp.tang_truong"),
        ("GRDP bình quân đầu người", "VND/người", "kinh_te.grdp.binh_quan"),
        ("GRDP bình quân đầu người", "VND", "kinh_te.grdp.binh_quan"),
        ("tổng sản phẩm OCOP", None, None),
        ("CPI bình quân", "%", "kinh_te.cpi"),
        ("Tổng thu NSNN trên địa bàn", "VND", "ngan_sach.thu"),
        ("thu ngân sách", "%", "ngan_sach.thu.ty_le_du_toan"),
        ("thu hút ngân sách", "VND", None),
        ("giải ngân vốn đầu tư công", "VND", "dau_tu.cong.giai_ngan"),
        ("giải ngân vốn đầu tư công", "%", "dau_tu.cong.giai_ngan.ty_le"),
        ("tỷ lệ giải ngân", "%", "dau_tu.giai_ngan.ty_le"),
        ("vốn FDI đăng ký", "USD", "dau_tu.fdi.dang_ky"),
        ("DN thành lập mới", None, "doanh_nghiep.thanh_lap_moi"),
        ("doanh nghiệp", None, None),
        ("tổng kim ngạch XNK", "USD", "thuong_mai.xuat_nhap_khau"),
        ("xuất khẩu", "tấn", None),
        ("kim ngạch xuất khẩu gạo", "USD", None),
        ("hộ nghèo", "%", "dan_sinh.ho_ngheo.ty_le"),
        ("hộ nghèo", None, "dan_sinh.ho_ngheo.so_luong"),
        ("số dân", None, "dan_sinh.dan_so"),
        ("dân", None, None),
        ("", None, None),
        ("của các", None, None),
        ("(…)", None, None),
    ],
)
def test_link(text: str, unit: str | None, expected: str | None) -> None:
    assert linked(text, unit) == expected


def test_every_name_links_to_its_own_indicator() -> None:
    assert [name for name, expected in NAMES if linked(name) != expected] == []


def test_the_catalogue_is_in_order() -> None:
    for entry in SHIPPED:
        texts = (entry["id"], entry["name"], entry["name_en"], *entry["aliases"])
        assert all(text == normalise(text).strip() for text in texts), entry["id"]
        assert set(entry["id"]) <= set("abcdefghijklmnopqrstuvwxyz0123456789._"), entry["id"]
        assert entry["theme"] in THEMES, entry["id"]


def test_an_indicator_is_described() -> None:
    indicator = link_indicator("tỷ lệ phủ sóng 4G")
    assert indicator is not None
    assert (indicator.name, indicator.name_en, indicator.theme) == (
        "Tỷ lệ phủ sóng 4G",
        "4G coverage",
        "infrastructure",
    )


@given(st.sampled_from(NAMES), st.sampled_from(["upper", "lower", "title"]), st.sampled_from(["NFC", "NFD"]))
def test_case_and_unicode_form_do_not_matter(pair: tuple[str, str], case: str, form: str) -> None:
    name, expected = pair
    written = unicodedata.normalize(form, getattr(name, case)())
    assert linked(written) == expected


@given(st.sampled_from(NAMES), st.sampled_from([("óa", "oá"), ("ỏe", "oẻ"), ("tỷ", "tỉ"), (" ", "\u00a0")]))
def test_spelling_does_not_matter(pair: tuple[str, str], change: tuple[str, str]) -> None:
    name, expected = pair
    assert linked(name.replace(*change)) == expected


@given(st.sampled_from(NAMES), st.randoms(use_true_random=False))
def test_the_order_of_words_does_not_matter(pair: tuple[str, str], random: Any) -> None:
    name, expected = pair
    words = indicator_key(name).split()
    random.shuffle(words)
    assert linked(" ".join(words)) in (expected, None)  # None where a word now opens or ends the name


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Tổng số hồ sơ TTHC trên địa bàn tỉnh", "hồ sơ thủ tục hành chính"),
        ("số lượng hồ sơ", "hồ sơ"),
        ("Số hoá hồ sơ", "số hóa hồ sơ"),
        ("tổng số tiền xử phạt", "số tiền xử phạt"),
        ("tổng mức đầu tư", "tổng mức đầu tư"),
        ("tỉ lệ hồ sơ", "tỷ lệ hồ sơ"),
        ("tổng sản phẩm trên địa bàn tỉnh Lào Cai", "tổng sản phẩm trên địa bàn"),
        ("tổng vốn đầu tư công", "vốn đầu tư công"),
        ("VỐN ĐẦU TƯ CÔNG", "vốn đầu tư công"),
        ("trường học của Hà Nội", "trường học"),
        ("trường học của các hộ tại tỉnh Lào Cai", "trường học của các hộ"),
        ("trường học của Nhật Bản", "trường học của nhật bản"),
        ("quãng đường từ cửa khẩu về TP.HCM", "quãng đường từ cửa khẩu về thành phố hồ chí minh"),
        ("hộ nghèo năm 2023", "hộ nghèo"),
        ("các cơ sở lưu trú trên cả nước", "cơ sở lưu trú"),
        ("số lượng và giá trị giao dịch", "số lượng và giá trị giao dịch"),
        ("sản lượng (ước tính) cá, tôm", "sản lượng ước tính cá tôm"),
        ("(GRDP)", "grdp"),
        ("", ""),
    ],
)
def test_key(text: str, key: str) -> None:
    assert indicator_key(text) == key


@given(st.text() | st.sampled_from(NAMES).map(lambda pair: f"tổng số {pair[0]} của tỉnh"))
def test_a_key_is_its_own_key(text: str) -> None:
    assert indicator_key(indicator_key(text)) == indicator_key(text)


@pytest.mark.parametrize("piece", ["các ", "số ", "toàn tỉnh ", "của tỉnh ", "tỉnh ", "(", "(a", "a", "NSNN "])
def test_long_text_takes_linear_time(piece: str) -> None:
    started = time.perf_counter()
    indicator_key(piece * (200_000 // len(piece)))
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("hồ sơ trực tuyến", "%", "dvc.ho_so_truc_tuyen.ty_le"),
        ("Tổng số cành hoa", None, "text:cành hoa"),
        ("GRDP", "%", "text:grdp"),
        ("…", None, None),
    ],
)
def test_id(text: str, unit: str | None, expected: str | None) -> None:
    assert indicator_id(text, unit=unit) == expected


def catalogue_file(folder: Path, *entries: dict[str, Any]) -> Path:
    path = folder / "own.json"
    path.write_text(json.dumps({"indicators": entries}), encoding="utf-8")
    return path


HIVES = {"id": "ong.dan", "name": "Đàn ong", "name_en": "Bee colonies", "theme": "bees", "unit": "count"}


def test_a_catalogue_of_ones_own(tmp_path: Path) -> None:
    own = load_catalogue(catalogue_file(tmp_path, HIVES | {"aliases": ["tổ ong"]}))
    indicator = link_indicator("Tổng số tổ ong trên địa bàn", catalogue=own)
    assert indicator is not None
    assert (indicator.id, indicator.theme) == ("ong.dan", "bees")
    assert link_indicator("GDP", catalogue=own) is None
    assert indicator_id("tổ ong", unit="VND", catalogue=own) == "text:tổ ong"


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ([HIVES, HIVES], "unique id, got 'ong.dan'"),
        ([HIVES, HIVES | {"id": "ong.khac"}], "'Đàn ong' for both 'ong.dan' and 'ong.khac'"),
        ([HIVES | {"unit": "bees"}], "unit"),
        ([HIVES | {"alias": []}], "alias"),
        ([HIVES | {"aliases": ["…"]}], "'…'"),
    ],
)
def test_a_catalogue_with_a_mistake(tmp_path: Path, entries: list[dict[str, Any]], message: str) -> None:
    with pytest.raises(SchemaError, match=message) as caught:
        load_catalogue(catalogue_file(tmp_path, *entries))
    assert "own.json" in str(caught.value)


def test_a_catalogue_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.json"):
        load_catalogue(tmp_path / "none.json")
