"""Legal forms of companies: of one word or several, and in scripts that need no spaces."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from infonet.names.people import fold

# At the end, where a legal form stands ("Roma AS", but not "AS Roma").
_LAST = frozenset(
    """ab ag aktiebolag aktiebolaget aktiengesellschaft aor as asa aps berhad bhd bv bvba cjsc co
    company companies corp corporation cv dd doo eg ehf eireli ek eood eurl ev fzco fze gbr gesmbh
    ggmbh gmbh group grp haftungsbeschrankt holding holdings inc incorporated jdoo jsc kft kg kgaa
    kk lc lda limitada limited llc llp lp ltd ltda mbh nv nyrt ohg ojsc ood ou oy oyj partg
    partgmbb pbc pcl pjsc plc pllc private proprietary pte pty pvt sa sab sapi sarl sas sasu sca
    scop scrl se sia sl slne slu snc spa spj spk spol spzoo srl srls sro tbk uab ug unipessoal vof
    wll zrt ооо оао зао пао ао тов тоо еоод оод ад αε επε ικε شمم ذمم 集团 集團""".split()
)
_LAST_PHRASES = tuple(
    tuple(phrase.split())
    for phrase in """
        anonim sirketi; fz llc; gemeinnutzige gmbh; gesellschaft mit beschrankter haftung; joint
        stock company; limited liability company; limited liability partnership; limited
        partnership; limited sirketi; ltd sti; partg mbb; public company limited; public limited
        company; s de r l; s de rl; s de rl de cv; sa rl; san ve tic; sanayi ve ticaret; sdn bhd;
        sociedad anonima; sociedad limitada; societa per azioni; societe anonyme; sp j; sp k; sp z
        o o; sp z oo; spol s ro; spol s r o; spolka akcyjna; spolka z oo; spolka z ograniczona
        odpowiedzialnoscia; tic ltd sti; בע מ
    """.split(";")
)
_FIRST = frozenset(map(fold, "ab pt sia uab ооо оао зао пао ао тов тоо شركة".split()))
_FIRST_PHRASES = tuple(
    tuple(phrase.split()) for phrase in ("cong ty co phan", "cong ty tnhh", "cong ty")
)
# Written together with the name, before or after it.
_FIRST_GLUED = """
    株式会社 有限会社 合同会社 合資会社 合名会社 一般社団法人 一般財団法人 公益社団法人
    公益財団法人 医療法人 学校法人 社会福祉法人 特定非営利活動法人 주식회사 유한회사
    บริษัท
"""
_LAST_GLUED = """
    株式会社 有限会社 合同会社 股份有限公司 有限责任公司 有限責任公司 集团有限公司
    有限公司 股份公司 集团公司 集團公司 集团 集團 주식회사 유한회사 จำกัด
"""
_GLUED_FIRST, _GLUED_LAST = (tuple(map(fold, form.split())) for form in (_FIRST_GLUED, _LAST_GLUED))

_ENDS = frozenset(phrase[-1] for phrase in _LAST_PHRASES)
_STARTS = frozenset(phrase[0] for phrase in _FIRST_PHRASES)


def without_form(spelt: Sequence[str], little: Collection[str]) -> tuple[str, ...]:
    """Return folded words without the legal forms and `little` words at both ends; maybe none."""
    kept = [*spelt]
    while kept and _shorten_end(kept, little):
        pass
    while kept and _shorten_start(kept, little):
        pass
    return tuple(kept)


def _shorten_end(kept: list[str], little: Collection[str]) -> bool:
    """Drop one form or filler from the end; say whether there was one."""
    for phrase in _LAST_PHRASES if kept[-1] in _ENDS else ():
        if tuple(kept[-len(phrase) :]) == phrase:
            del kept[-len(phrase) :]
            return True
    if kept[-1] in _LAST or kept[-1] in little or kept[-1] in _GLUED_LAST:
        kept.pop()
        return True
    letters = next((at for at, word in enumerate(reversed(kept)) if len(word) > 1), len(kept))
    if letters > 1 and "".join(kept[-letters:]) in _LAST:  # S. A., G. m. b. H.
        del kept[-letters:]
        return True
    if kept[-1].isascii():
        return False
    ending = next((form for form in _GLUED_LAST if kept[-1].endswith(form)), "")
    kept[-1] = kept[-1].removesuffix(ending)
    return bool(ending)


def _shorten_start(kept: list[str], little: Collection[str]) -> bool:
    """Drop one form or filler from the start; say whether there was one."""
    for phrase in _FIRST_PHRASES if kept[0] in _STARTS else ():
        if tuple(kept[: len(phrase)]) == phrase:
            del kept[: len(phrase)]
            return True
    if kept[0] in _FIRST or kept[0] in little or kept[0] in _GLUED_FIRST:
        kept.pop(0)
        return True
    if kept[0].isascii():
        return False
    start = next((form for form in _GLUED_FIRST if kept[0].startswith(form)), "")
    kept[0] = kept[0].removeprefix(start)
    return bool(start)


def may_follow(word: str) -> bool:
    """Return whether a word after a company's name may be its legal form."""
    # "Private" alone is none: Delta Private Equity is another name than Delta.
    return word in _LAST and word != "private"
