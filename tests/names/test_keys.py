"""Keys: spellings of one name meet, and names that only look alike do not."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.names import fold, keys, tokens
from headwater.names.keys import MAX_KEYS

# Spellings of one name that must all meet in each pair.
ONE_NAME = [
    ["Хашим", "Hashim", "Hasim", "Haşim", "Hašim", "هاشم", "Khashim"],
    ["Тачи", "Thaçi", "Taci", "Taçi", "Tachi"],
    ["محمد", "Muhammad", "Mohamed", "Mohammed", "Mehmet", "Мухаммад", "Muhamet", "Mohamad"],
    ["Ђорђе", "Đorđe", "Djordje", "Gjorgje", "Ѓорѓе", "Xhorxhe", "Džordže", "Џорџе"],
    ["حسين", "Husayn", "Hussein", "Hüseyin", "Hossein", "Хусейн", "Husein", "حسین"],
    ["خالد", "Khalid", "Halid", "Khaled", "Xalid", "Халид"],
    ["يوسف", "Yusuf", "Jusuf", "Юсуф"],
    ["شعبان", "Shaban", "Şaban", "Šaban", "Шабан"],
    ["جمال", "Jamal", "Xhemal", "Cemal", "Džemal", "Џемал", "Djamal", "Джамал"],
    ["رجب", "Rajab", "Recep", "Rexhep", "Redžep", "Реџеп"],
    ["عبدالرزاق", "Abdelrazak", "Abdurezak", "Abdulrazzaq", "Абдурразак"],
    ["عبدالله", "Abdullah", "Abdulla", "Abdallah", "Абдулла", "Абдуллах"],
    ["عبد", "Abd", "Abdul", "Abdel", "Abdur", "Abdus", "Абдул"],
    ["محمود", "Mahmud", "Mahmoud", "Mahmut", "Махмуд", "Mahmood"],
    ["نورالدین", "Nureddin", "Nouruddin", "Nuraldin", "Nourredine"],
    ["علی", "Ali", "Aly", "Али", "علي", "عليّ"],
    ["عمر", "Omar", "Umar", "Omer", "Ömer", "Омар"],
    ["فاطمة", "Fatima", "Fatma", "Fatime", "Fatemeh", "Фатима"],
    ["جواد", "Javad", "Dževad"],
    ["جواد", "Jawad"],
    ["أنور", "Anwar"],
    ["أنور", "Enver", "Енвер"],
    ["عثمان", "Osman", "Осман"],
    ["عثمان", "Uthman", "Othman"],
    ["رشيد", "Rashid", "Rachid", "Reşit", "Rašid"],
    ["قاسم", "Qasim", "Kasım", "Касим"],
    ["قاسم", "Ghasem"],
    ["رضا", "Reza", "Rıza"],
    ["رضا", "Rida"],
    ["كەریم", "Kerîm", "Karim", "کریم"],
    ["Xelîl", "خەلیل", "Khalil", "خليل"],
    ["Qemal", "Ќемал", "Ćemal"],
    ["Qemal", "Kemal", "کمال"],
    ["Александр", "Aleksandr", "Alexander", "Олександр", "Aleksander"],
    ["Щербаков", "Shcherbakov"],
    ["Ковачевић", "Kovačević", "Kovacevic", "Kovachevich"],
    ["Олег", "Oleg"],
    ["Олег", "Oleh"],
    ["Жуков", "Zhukov", "Žukov", "Zukov", "Zhukow"],
    ["Wladimir", "Владимир", "Vladimir"],
    ["Christian", "Christian"],
    ["مەحەممەد", "محمد", "Mihemed", "Muhammad"],
    ["مدد", "Madad"],
    ["عبداللطیف", "Abdullatif", "Abdelatif"],
    ["رجب", "Ragab"],
    ["زيدان", "Zidane", "Zidan"],
    ["صلاح", "Salah", "Sala"],
    ["شاه", "Shah"],
    ["اسحاق", "Ishaq", "Eshaq", "İshak"],
    ["فتحي", "Fathi", "Fethi"],
    ["Hoxha", "Hodža", "Hoca", "Hodja", "Хоџа"],
    ["Gjergji", "Ѓерѓи", "Đerđi"],
]
PAIRS = [pair for names in ONE_NAME for pair in combinations(names, 2)]

# Names that an analyst would not want for one another.
TWO_NAMES = [
    ("Hasan", "Husein"), ("Omar", "Amir"), ("Muhammad", "Mahmud"), ("Mohammed", "Mahmoud"),
    ("محمد", "محمود"), ("Ana", "Nina"),
    ("Ivan", "Jovan"), ("Ali", "Lea"), ("Petrov", "Peter"), ("Karim", "Karima"), ("Hamid", "Ahmad"), ("Agim", "Genc"),
    ("Besnik", "Besim"), ("Dragan", "Goran"), ("Marko", "Mirka"), ("Said", "Asad"), ("Ilir", "Lulzim"), ("Nur", "Nira"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert set(keys(one)) & set(keys(other))


@pytest.mark.parametrize(("one", "other"), TWO_NAMES)
def test_other_names_share_none(one: str, other: str) -> None:
    assert not set(keys(one)) & set(keys(other))


@pytest.mark.parametrize("name", sorted({name for names in ONE_NAME for name in names}))
def test_a_folded_token_meets_the_word_it_was_folded_from(name: str) -> None:
    assert set(keys(fold(name))) & set(keys(name))


def test_digits_are_kept_as_they_are() -> None:
    assert keys("2024") == ("#2024",)
    assert keys("MK2") == ("#mk2",)
    assert not set(keys("MK2")) & set(keys("MK3"))


def test_signs_alone_have_no_key() -> None:
    assert keys("") == keys("—") == keys("\u200f") == ()


@given(st.text(st.characters(), max_size=40))
def test_a_token_with_letters_has_one_to_four_keys(text: str) -> None:
    found = keys(text)
    assert len(found) <= MAX_KEYS
    assert bool(found) == bool(tokens(text))


@given(st.text(st.characters(codec=None), max_size=40))
def test_keys_repeat(text: str) -> None:
    assert keys(text) == keys(text)
    assert len(set(keys(text))) == len(keys(text))


@given(st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz"), min_size=1, max_size=12))
def test_doubling_a_letter_changes_no_class(word: str) -> None:
    doubled = "".join(letter * 2 for letter in word)
    assert set(keys(doubled)) & set(keys(word))
