"""What a password must be. How it is hashed is not told here."""

from onward.domain.errors import Invalid
from onward.domain.people import folded

SHORTEST = 12
LONGEST = 200
_FEWEST_CHARACTERS = 5

# The commonest of twelve characters and more, without digits or signs at their end: those change nothing.
_WORDS = """
password passwordpassword passwordispassword mypassword mypasswordis thepassword yourpassword newpassword
changeme changemechangeme changemenow changemeplease letmein letmeinletmein letmeinplease letmeinnow
welcome welcomewelcome welcometo welcomehome administrator adminadminadmin adminpassword administration
qwertyuiop qwertyuiopasdf qwertyuiopasdfghjkl qwertyqwerty qwertyuiopqwerty asdfghjkl asdfghjklasdf
asdfghjklqwerty asdfasdfasdf zxcvbnmzxcvbnm qazwsxedcrfv qazwsxedcrfvtgb 1qaz2wsx3edc 1q2w3e4r5t6y 1q2w3e4r5t6y7u
abcdefghijkl abcdefghijklm abcdefghijklmnop abcabcabcabc iloveyou iloveyouiloveyou iloveyousomuch iloveyouforever
trustno1trustno1 superman supermansuperman sunshinesunshine footballfootball baseballbaseball princessprincess
dragondragon monkeymonkey mastermaster shadowshadow michaelmichael jenniferjennifer correcthorsebatterystaple
onwardonward onwardonwardonward
"""
_COMMONEST = frozenset(_WORDS.split())


def check_password(password: str, email: str, name: str, field: str = "password") -> None:
    """Raises Invalid for one that is too short, too long, known to everybody, or what the person is called."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise Invalid.field(field, f"must have {SHORTEST} to {LONGEST} characters")
    plain = folded(password)
    called = {folded(email), folded(email).partition("@")[0], folded(name)}
    if any(len(word) >= _FEWEST_CHARACTERS and _is_little_more(plain, word) for word in called):
        raise Invalid.field(field, "must not be your name or your e-mail address")
    if _is_common(plain):
        raise Invalid.field(field, "is one that everybody tries; think of several words of your own")


def _is_little_more(plain: str, word: str) -> bool:
    return word in plain and len(plain) - len(word) < _FEWEST_CHARACTERS


def _is_common(plain: str) -> bool:
    bare = plain.rstrip("0123456789!?.,-_@#$%&*+ ")
    squeezed = plain.replace(" ", "")
    return (
        len(set(plain)) < _FEWEST_CHARACTERS
        or bare in _COMMONEST
        or squeezed in _COMMONEST
        or squeezed in "01234567890123456789"
        or squeezed in "98765432109876543210"
    )
