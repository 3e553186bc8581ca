"""Tell what names an employer, and by which keys two spellings are compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from unicodedata import decimal, normalize

from infonet.names._legal import without_form
from infonet.names.people import PARENTHESES, words

_AND = frozenset("and und et og och".split())
FILLER = _AND | frozenset("the of de".split())
_JOINTS = re.compile(r"(?<=\w)\.(?=\w)|(?<=\b\w)/(?=\w\b)")
_TEN = 10
_SHORT = 2  # letters of a word that says too little without the "and" beside it
# Letters with marks that are also spelt out: Müller is Mueller.
_SPELT_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}
    | {"Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Ø": "Oe", "Å": "Aa"}
)

# Written in the field of the employer, but nobody's employer.
_NOBODY = frozenset(
    """confidential undisclosed none nan null na nil tbd tba unknown various retired student
    unemployed sabbatical jobseeker homemaker contractor consultant private independent
    independant nocompany noemployer notemployed notapplicable notavailable lookingforwork
    lookingforajob lookingforajobnow lookingfornewopportunities lookingforopportunities
    lookingforanewjob lookingforanewrole seekingnewopportunities seekingopportunities
    seekingemployment openforwork opentowork opentonewopportunities openforopportunities
    availableforwork currentlyunemployed inbetweenjobs betweenjobs betweenroles careerbreak
    careerchange careertransition gapyear parentalleave maternityleave paternityleave medicalleave
    familyleave stayathomemum stayathomemom stayathomedad ownbusiness myownbusiness ownaccount
    myownaccount ownerowncompany owncompany mycompany myself me self contracting volunteer
    volunteering laidoff notworking notdisclosed notspecified noneatthemoment prefernottosay
    onabreak onleave takingtimeoff takingabreak timeoff privatepractice smallbusinessowner businessowner travelling traveling arbeitssuchend
    arbeitslos aufarbeitssuche inrente rentner imruhestand elternzeit inelternzeit inausbildung
    privat eigenefirma pensioniert arbetssokande arbetslos werkzoekend enrecherchedemploi
    sansemploi enrecherche buscandoempleo enbusquedadeempleo incercadilavoro retraite aucompte amoncompte desempleado jubilado cuentapropia porcuentapropia
    disoccupato pensionato liberoprofessionista
    フリーランス 自営業 無職 求職中 自由职业 自由職業 退休 待业 프리랜서 무직 구직중""".split()
)
_NO_NAMES = _NOBODY | {""}
# A word before the colon with one after it, and no other: Various Companies, Full Time Mom.
_TOGETHER = tuple(
    tuple(frozenset(half.split()) for half in pair.split(":"))
    for pair in """undisclosed confidential unspecified: client company employer name organisation
    organization startup; various multiple several different numerous: agencies businesses clients
    companies contracts employers firms organisations organizations projects roles startups;
    seeking searching looking: new next role roles job jobs work opportunity opportunities position
    employment challenge currently actively career full time fulltime internship; mom mum mother dad
    father parent: full time fulltime stay home homeschool; student: phd doctoral graduate
    undergraduate postgraduate masters bachelors mba law medical research full time fulltime
    university college exchange current currently; gig contract voluntary volunteer casual: work
    working worker jobs roles; own my: business company firm practice project projects startup;
    personal side: business gig hustle project projects; sole: practitioner proprietor
    trader""".split(";")
)
# Each of these says it with more words about the work beside it, too: Freelance Designer.
_OWN_ACCOUNT = frozenset(
    """freelance freelancer freelancers freelancing selfemployed selfemployment selbstandig
    selbststandig selbstandige selbststandige selbstandiger selbststandiger freiberuflich freiberufliche freiberuflicher freiberufler autonomo autonoma
    autonome autoentrepreneur autoentrepreneure zzp zzper egenforetagare selvstendig selvstaendig
    zelfstandig zelfstandige frilans frilansare unemployed retired jobseeker""".split()
)
_WORK = frozenset(
    """accountant adviser advisor agencies agent analyst animator architect art artist assistant author
    bookkeeper brand business career coach coaching communications computer consultant consultants
    consulting content contractor copy copywriter copyeditor creative creator currently curator
    data design designer developer development digital director editor editing editorial engineer
    engineering entrepreneur events executive expert fashion film filmmaker finance financial
    fitness founder full fulltime games graphic graphics health hr illustration illustrator
    insurance interim interior interpreter it journalist journalism language lawyer lead legal
    life maker makeup management manager marketer marketing media model motion music musician
    nurse online operations owner part parttime performer photo photographer photography pr
    private producer product production professional programmer project projects proofreader
    psychologist realtor remote researcher research sales scientist senior social software sole
    specialist stylist teacher technical technology therapist time trader trainer training
    translation translator tutor tv ui ux various video videographer virtual visual web website
    worker work working writer writing yoga clients multiple several international worldwide
    berater beraterin entwickler entwicklerin grafikdesigner grafikdesignerin fotograf fotografin
    consultante consultor consultora disenador disenadora traductor traductora traducteur
    traductrice graphiste redacteur redactrice formateur formatrice home tatigkeit""".split()
)
_LITTLE = frozenset("and or as at for in the a an my by on with".split())
_INDEPENDENT = frozenset("independent independant independante indipendente".split())
_TELLING = _OWN_ACCOUNT | _INDEPENDENT | {"stealth", "self", "auto"}
_MERGED = re.compile(r"\b(self|auto) (e)")
_STEALTH = frozenset(
    """ai b2b b2c biotech building co company consumer currently deep early fintech healthtech mode
    new project saas something stage start startup startups tech up venture ventures web3
    yc""".split()
)

# In brackets after a name: where, how or what kind, but no name.
_PLACES = frozenset(
    """africa america americas amea apac argentina asia australia austria belgium benelux brasil
    brazil britain bulgaria canada chile china colombia cyprus czechia denmark deutschland dach
    egypt emea england espana estonia eu europa europe finland france germany global great greece
    hk holland hongkong hungary iberia india indonesia international ireland israel italia italy
    japan kenya korea latam latvia lithuania luxembourg malaysia mena mexico morocco netherlands
    nigeria nordic nordics norge norway nz osterreich pakistan peru philippines poland polska
    portugal qatar romania russia scandinavia schweiz scotland serbia singapore slovakia slovenia
    south spain suisse sverige sweden switzerland taiwan thailand tunisia turkey turkiye uae uk
    ukraine us usa vietnam wales worldwide zealand saudi arabia kong hong north east west central
    united kingdom states middle czech republic""".split()
)
_KINDS = frozenset(
    """r tm sm c contract contractor contracting consultant consulting remote hybrid onsite
    freelance freelancer part full time parttime fulltime temporary temp internship intern
    volunteer pro bono seasonal apprenticeship self employed selfemployed hq headquarters branch
    office division team client former current now retired permanent interim student yc
    ycombinator batch techstars nasdaq nyse lse formerly inactive closed sold ipo exit startup
    stealth nonprofit ngo university school bank agency group holding holdings""".split()
)
_SCHOOLS = frozenset(
    """the of and in a school schools high middle junior senior secondary primary elementary grammar
    public private state boarding evening night trade community comprehensive college university
    academy gymnasium lyceum diploma degree bachelor master studies
    abitur matura schule hochschule fachhochschule oberschule realschule grundschule berufsschule
    universitat lycee baccalaureat ecole universite instituto escuela colegio universidad liceo
    scuola universita skole videregaende universitet gymnasiet hogeschool universiteit""".split()
)
"""Words of which no name of one school is made."""
_OTHERS = frozenset(
    """via at by through for acquired part subsidiary owned member an a client contractor
    contracted outsourced under with division branch now""".split()
)
_EARLIER = re.compile(
    r"(?i)^(?:formerly(?: known as)?|former|previously|f/?k/?a|a\.?k\.?a\.?|aka|d/?b/?a|"
    r"doing business as|now|ex|früher|vormals|ehemals|anciennement|ex-|antes|tidl(?:igare|\.)?|"
    r"also known as|jetzt)[\s:.]+"
)
# The same without brackets; what else may be part of a name stands after a comma or a dash.
_UNBRACKETED = re.compile(
    r"(?i)(?:(?:\s|[,;|])\s*(?=(?:formerly|previously known as|f/?k/?a|a\.?k\.?a\.?|d/?b/?a|"
    r"doing business as|also known as|vormals|ehemals)\s)|(?:[,;|]|\s[-–—])\s*(?=(?:previously|"
    r"früher|anciennement|part of|subsidiary of|(?:an?|part of the) [^,;|]+ (?:company|brand|group|"
    r"subsidiary)$)))(\S[^,;|]*)$"
)

GENERIC = (
    _PLACES
    | FILLER
    | _LITTLE
    | _WORK
    | _KINDS
    | frozenset(
        """academy advisors agency air airlines alliance analytics and apps arts associates
        association automation automotive bank banking bio biotech blue board books building
        business capital care center centre church city clinic cloud club collective college
        commerce commission communication community concepts construction council county credit
        dental department diagnostics distribution dynamics economics education electric
        electronics energy enterprise enterprises entertainment environmental equity estate europe
        exchange express factory federal finance first food foods forum foundation fund games
        gardens gas general government green groupe hall health healthcare high home homes
        hospital hotel hotels house human industrial industries industry information innovation
        institute instruments insurance integration intelligence internet investment investments
        knowledge lab laboratories laboratory labs law learning legal life lines link local
        logistics london machine management manufacturing market markets master medical metro
        ministry mobile mobility motors museum music national natural net network networks new
        news number office oil one online optics paper park partner partners payments people
        pharma pharmaceuticals plus power practice press prime print printing properties property
        public publishing quality radio real recruiting recruitment red regional renewable
        resources restaurant retail risk robotics royal safety schools science sciences search
        securities security service services shipping shop smart society software solar solution
        solutions sport sports staffing star state station storage store studio studios supply
        support surgery system systems talent tech technical technologies technology telecom test
        textiles toys trade trading transport travel trust turbines union united universal
        university urban valley ventures village water wealth wind works world york young
        youth""".split()
    )
)
"""Words that many employers have, by which nobody recognises one of them."""

# How a number is spelt, from zero on; what is another word besides (once, elf, fire) is left out.
_SPELT = (
    "zero zéro|one first eins|two second zwei deux dos två|three third drei trois tres tre"
    "|four fourth vier quatre cuatro fyra|five fifth fünf cinq cinco fem|six sixth sechs seis"
    "|seven seventh sieben siete sju syv|eight eighth acht huit ocho åtta otte|nine ninth neun"
    " nueve nio|ten tenth zehn diez tio|eleven eleventh onze|twelve twelfth zwölf douze doce tolv"
    "|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty zwanzig vingt veinte"
)
_TENS = "thirty forty fifty sixty seventy eighty ninety"
_NUMBERS = {
    "".join(words(word)): at for at, row in enumerate(_SPELT.split("|")) for word in row.split()
} | {word: 10 * at for at, word in enumerate(_TENS.split(), 3)}
_DIGITS = re.compile(r"\d+")
_ROMAN = re.compile(r"(?=[ivx])(x{0,3})(ix|iv|v?i{0,3})")
_UNITS = {"": 0, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}


class _Reading(NamedTuple):
    """A company's name as it is compared."""

    key: str
    distinctive: tuple[str, ...]
    order: tuple[frozenset[str], str]


def company_words(name: str) -> frozenset[str]:
    """Return the distinctive words of a company's name, without legal forms and filler words."""
    return _read(name).order[0]


def company_key(name: str) -> str:
    """Return the distinctive words of a company's name in order, without separators.

    ``Go Daddy Inc.`` and ``GoDaddy`` have the key ``godaddy``. An *and* beside a word of one or two
    letters stays: ``A&B`` is not ``AB``.
    """
    return _read(name).key


def distinctive(name: str) -> tuple[str, ...]:
    """Return the words that set one employer apart, or all where none would be left."""
    return _read(name).distinctive


def order_key(name: str) -> tuple[frozenset[str], str]:
    """Return what spellings have in common that differ in the order of their words alone.

    The little words within count: Bank of the West is not West Bank.
    """
    return _read(name).order


@lru_cache(maxsize=100_000)
def _read(name: str) -> _Reading:
    """Read a name once, however often it is compared."""
    spelt = _words(name)
    inner = without_form(spelt, FILLER)
    kept = tuple(word for word in inner if word not in FILLER)
    if not kept:
        return _Reading("".join(spelt), spelt, (frozenset(spelt), ""))
    if len(kept) == len(inner):
        return _Reading("".join(kept), kept, (frozenset(kept), ""))
    key = ""
    for at, word in enumerate(inner):
        if word not in FILLER:
            key += word
        elif word in _AND and 0 < at < len(inner) - 1:
            beside = min(len(inner[at - 1]), len(inner[at + 1]))
            key += "and" if beside <= _SHORT else ""
    little = sorted("and" if word in _AND else word for word in inner if word in FILLER)
    return _Reading(key, kept, (frozenset(kept), " ".join(little)))


def _words(name: str) -> tuple[str, ...]:
    """Return the words of a name without its brackets, or with them where nothing is left."""
    bare = _without_brackets(name)
    return tuple(words(_joined(bare)) or words(_joined(name)))


def _without_brackets(name: str) -> str:
    """Return a name without what is in brackets."""
    name = _bracketed(name)
    if name.isascii() and "(" not in name and "[" not in name:
        return name
    return PARENTHESES.sub(" ", name)


def _bracketed(name: str) -> str:
    """Put brackets round what a name says of itself at its end: Delta, formerly Omega."""
    return _UNBRACKETED.sub(r" (\1)", name)


def _joined(text: str) -> str:
    """Join what a stop or a stroke between letters joins: "S.A." is sa, "A/S" is as."""
    if "." in text or "/" in text:
        text = _JOINTS.sub("", text)
    return text.replace("+", " plus ") if "+" in text else text


def differ_in_number(one: str, other: str) -> bool:
    """Return whether two names have numbers, and these differ: Studio 3 is not Studio IV.

    One that has a number less may be short for the other.
    """
    mine = _numbers(one)
    theirs = _numbers(other) if mine else ()
    apart = not ({*mine} <= {*theirs} or {*theirs} <= {*mine})
    return apart and "".join(mine) != "".join(theirs)  # 24/7 is 247


@lru_cache(maxsize=100_000)
def _numbers(name: str) -> tuple[str, ...]:
    """Return the numbers of a name: in digits, in words, and in Roman numerals that stand apart."""
    found: list[str] = []
    tens = 0
    for at, word in enumerate(distinctive(name)):
        digits = _DIGITS.findall(word)
        number = _NUMBERS.get(word)
        roman = _ROMAN.fullmatch(word)
        if number is None and roman and (at or len(word) > 1):  # I Love Delta
            number = 10 * len(roman[1]) + _UNITS[roman[2]]
        if number is None:
            tens = 0
            values = ("".join(str(decimal(digit)) for digit in run) for run in digits)
            found += [value.lstrip("0") or "0" for value in values]
        elif tens and 0 < number < _TEN:  # twenty-one
            found[-1], tens = str(tens + number), 0
        else:
            found.append(str(number))
            tens = number if number > _TEN and number % _TEN == 0 else 0
    return tuple(found)


def second_keys(name: str) -> tuple[str, ...]:
    """Return the keys of a company's other names: in brackets at its end, and spelt out.

    ``Nordic Fjord Services (NFS)`` is also ``NFS``, and ``Müller`` also ``Mueller``.
    """
    name = _bracketed(name)
    return () if name.isascii() and "(" not in name and "[" not in name else _second_keys(name)


@lru_cache(maxsize=100_000)
def _second_keys(name: str) -> tuple[str, ...]:
    """Return the keys of the other names of one that may have some."""
    found = [company_key(other) for other in _in_brackets(name)]
    spelt_out = normalize("NFC", PARENTHESES.sub(" ", name)).translate(_SPELT_OUT)
    if not name.isascii() and words(spelt_out):
        found.append(company_key(spelt_out))
    own = company_key(name)
    return tuple(dict.fromkeys(key for key in found if key and key != own))


def _in_brackets(name: str) -> Iterator[str]:
    """Yield the names in the brackets that end a name; a place or a kind of work is none."""
    if not any(sign in name for sign in "([（"):
        return
    for found in PARENTHESES.finditer(name):
        after = words(_joined(PARENTHESES.sub(" ", name[found.end() :])))
        if without_form(after, ()) or not words(name[: found.start()]):
            continue
        inside = _EARLIER.sub("", found[0][1:-1].strip())
        kept = without_form(words(_joined(inside)), FILLER)
        if not kept or ":" in inside or kept[0] in _KINDS or words(inside)[0] in _OTHERS:
            continue
        if any(word not in _PLACES | _KINDS and not word.isdigit() for word in kept):
            yield inside


@lru_cache(maxsize=100_000)
def _names_employer(name: str) -> bool:
    """Return whether a text names an employer."""
    spelt = words(_without_brackets(name)) or words(name)
    if "".join(spelt) in _NO_NAMES:
        return False
    said = {*spelt}
    if any(said & one and said & two and said - _LITTLE <= one | two for one, two in _TOGETHER):
        return False
    if _TELLING.isdisjoint(spelt):
        return True
    # "Self Employed" is one word of the list, as "Self-employed" is.
    merged = {*_MERGED.sub(r"\1\2", " ".join(spelt)).split()} - _LITTLE
    if "stealth" in merged:
        return bool(merged - _STEALTH - {"stealth"})
    # The Independent is a newspaper, and an Independent Designer works for nobody.
    alone = _OWN_ACCOUNT | _INDEPENDENT if merged & _WORK else _OWN_ACCOUNT
    return not merged & alone or bool(merged - alone - _WORK - _NOBODY)


def is_company(name: object) -> bool:
    """Return whether a text names an employer.

    ``Freelance``, ``Stealth Startup`` and ``Self-employed / Consultant`` do not.
    """
    return isinstance(name, str) and _names_employer(name)


def is_school(name: object) -> bool:
    """Return whether a text names one school, and no kind of them as ``High School`` does."""
    return is_company(name) and not company_words(str(name)) <= _SCHOOLS


def is_legal_form(text: str) -> bool:
    """Return whether a text is a legal form alone, and so belongs to the name before it."""
    spelt = words(_joined(text))
    return bool(spelt) and not without_form(spelt, ())
