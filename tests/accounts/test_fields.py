"""What the shared form fields let through, clean and refuse."""

import pytest
from django.core.exceptions import ValidationError

from accounts.fields import CleanCharField, CreditCodeField, IdNumberField, PersonNameField, TelephoneField


@pytest.mark.parametrize(
    "text", ["𠮷野家", "办理👨‍👩‍👧一家三口", "进度 100% ✅", "<b>加急</b>", "=1+1", "阿依古丽·买买提"]
)
def test_rare_characters_and_emoji_survive(text):
    assert CleanCharField(max_length=50).clean(text) == text


@pytest.mark.parametrize("text", ["", "   ", "　　", "\u00a0"])
def test_blanks_count_as_nothing(text):
    with pytest.raises(ValidationError, match="请填写此项"):
        CleanCharField().clean(text)


@pytest.mark.parametrize(
    "sign", ["\x00", "\x07", "\u202e", "\u2066", "\u200b", "\ufeff", "\u200d", "\ud800", "\u2028"]
)
def test_invisible_signs_are_refused(sign):
    with pytest.raises(ValidationError):
        CleanCharField().clean(f"张{sign}三")


def test_refusal_says_after_which_words_to_look():
    with pytest.raises(ValidationError, match="云溪县政府"):
        CleanCharField().clean("云溪县政府\u200b大院")


def test_several_lines_are_for_long_text_only():
    with pytest.raises(ValidationError):
        CleanCharField().clean("一\n二")


def test_line_ends_become_equal_in_long_text():
    assert CleanCharField(multiline=True).clean("一\r\n二\r三") == "一\n二\n三"


@pytest.mark.parametrize(
    ("typed", "name"),
    [(" 张三 ", "张三"), ("阿依古丽•买买提", "阿依古丽·买买提"), ("𠮷田", "𠮷田"), ("O'Neil Li", "O'Neil Li")],
)
def test_names_of_all_peoples_pass(typed, name):
    assert PersonNameField().clean(typed) == name


@pytest.mark.parametrize("typed", ["张3", "张三！", "😀", "张/三", "·", "=张三"])
def test_other_signs_are_no_name(typed):
    with pytest.raises(ValidationError):
        PersonNameField().clean(typed)


@pytest.mark.parametrize(
    "typed", ["13800000001", "138 0000 0001", "138-0000-0001", "+8613800000001", "１３８０００００００１"]
)
def test_ways_to_write_a_mobile_number(typed):
    assert TelephoneField().clean(typed) == "13800000001"


@pytest.mark.parametrize("typed", ["12800000001", "1380000000", "138000000011", "0724-2345678", "电话"])
def test_no_mobile_number(typed):
    with pytest.raises(ValidationError):
        TelephoneField().clean(typed)


def test_landline_where_it_is_allowed():
    assert TelephoneField(landline=True).clean("0724-2345678") == "0724-2345678"


@pytest.mark.parametrize(
    "typed",
    ["11010519491231002X", "11010519491231002x", "110105 19491231 002X", "１１０１０５１９４９１２３１００２Ｘ"],
)
def test_identity_number_of_the_standard(typed):
    """The example of GB 11643-1999."""
    assert IdNumberField().clean(typed) == "11010519491231002X"


@pytest.mark.parametrize(
    ("typed", "code"),
    [("110105194912310021", "check"), ("11010519491331002X", "birth"), ("1101051949123100", "length")],
)
def test_each_fault_of_an_identity_number_has_its_own_cure(typed, code):
    with pytest.raises(ValidationError) as refused:
        IdNumberField().clean(typed)
    assert refused.value.code == code


def test_credit_code_with_the_right_check_sign():
    assert CreditCodeField().clean("91350100M000100Y43") == "91350100M000100Y43"


@pytest.mark.parametrize("typed", ["91350100M000100Y44", "91350100M000100Y4", "91350100I000100Y43"])
def test_wrong_credit_code(typed):
    with pytest.raises(ValidationError):
        CreditCodeField().clean(typed)
