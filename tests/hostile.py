"""What people and companies may call themselves to be more than letters: the one list of it.

A group is what one kind of file or page might take for more than a text; `HOSTILE` is all of them.
"""

from __future__ import annotations

MAIL = (
    "<img src=x onerror=alert(1)>",
    "Ana\r\nBcc: eve@example.net",
    "Ana\nTo: eve@example.net",
    "Ana\x00Diaz",
    "Ana\u2028Bcc: eve@example.net\u2029\x85\x0b\x0c",
    "Ana <eve@example.net>, Bo",
    'Ana" <eve@example.net>, "Bo',
    "Ana; eve@example.net",
    "=?utf-8?q?Ana=0D=0ABcc:_eve@example.net?=",
    "$x$ and $\\\\mathbf{y}$",
    "\u202eziD anA\u202c",
    "{me.__class__.__mro__} {insider} {{first}}",
    "x" * 300,
    "李 伟 " * 60,
    "\udcff\ud800 broken",
    "Zoë Ødegård-Nguyễn 🍷",
)
"""What a contact may call themselves where a message is written."""

CALENDAR = (
    "Ana\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Bought",
    "Ana\nATTENDEE:mailto:eve@example.com",
    "Ana\rBEGIN:VALARM\u2028ACTION:EMAIL\u2029\x85\x0bEND:VALARM",
    "<img src=x onerror=alert(1)>",
    "$x$ ; , \\n \\N \\; :",
    "\u202eanA\u202c \u200f",
    "Ana\x00\x1b[31m",
    "é" * 300,
    "𝒜" * 100,
)
"""Lines and components of a calendar."""

CARD = (
    "Robin\r\nTEL:+1 555\r\nEND:VCARD\r\nBEGIN:VCARD",
    "Robin\nitem1.URL:https://evil.example.com",
    "Robin\u2028X-EVIL:1\x85\x0b\x00",
    "<img src=x onerror=alert(1)>",
    "--> <script>alert(1)</script> $x$ ]]>",
    "a;b,c\\d:e\\n",
    "\u202eRobin\u200f",
)
"""Lines of a card, and markup in a picture."""

MARKDOWN = (
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "</li></ul><h1>x</h1>",
    "![x](https://example.com/x.png)",
    "[x](javascript:alert(1))",
    "[x]: https://example.com",
    "<https://example.com>",
    "https://example.com/a_b_c and www.example.com",
    "ana@example.com",
    "# heading #",
    "- item",
    "+ item",
    "1. item",
    "12) item",
    "> quote",
    ">! spoiler",
    "```\ncode\n```",
    "~~~",
    "---",
    "===",
    "* * *",
    "_a_ *b* **c** __d__ ~~e~~ `f` ==g== ^^h^^ ^i^ ~j~ ||k||",
    "$x$ and $$y$$",
    "a | b\n--- | ---\n1 | 2",
    ": definition",
    "[ ] task",
    "[^1] and *[HTML]: x",
    "&lt;b&gt; &amp; &#60;i&#62;",
    "\\<b\\> \\",
    "a\u2028# b\r\n\r\n<b>c</b>",
    "\u202egnp.exe",
    "{.class} {{x}} {% y %}",
)
"""Whatever some reader of Markdown takes for markup."""

MATHEMATICS = (
    r"\(x^2\)",
    r"\[\frac{1}{2}\]",
    r"$\href{javascript:alert(1)}{x}$",
    r"$$\require{html}\style{color:red}{y}$$",
    r"\begin{equation}z\end{equation}",
    r"\ref{a} \$5\$ `$q$`",
)
"""What JupyterLab would set as mathematics."""

DOLLARS = (
    "manages $10M to $50M accounts",
    "Sales lead ($5M) and partner ($7M)",
    "a $ b $$ c $$ d",
)
"""Dollars of everyday."""

ELEMENTS = (
    "<img src=x onerror=alert(1)>",
    '<button data-commandlinker-command="filebrowser:delete">Open</button>',
    "</script><script>alert(2)</script>",
    '"><svg onload=alert(3)>',
    "javascript:alert(4)",
    "${alert(5)}{{6*7}}",
)
"""What would run in the page of the app."""

FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1+1)*cmd|'/C calc'!A0",
    '=HYPERLINK("https://example.com","Ana")',
    "=cmd|'/C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\uff1d1+1",
    "'=1+1",
)
"""What a spreadsheet would work out."""

FILES = (
    "../../ana",
    "..\\..\\ana",
    "/etc/ana",
    "C:\\ana.exe",
    "CON",
    ".ana",
    "ana\x00.html",
    "a" * 400,
    "-rf",
    "ana|ls; $(ls) `ls`",
)
"""Names that are a way through folders, or a command."""

TEMPLATES = (
    "{{7*7}} ${7*7} #{7*7} <%= 7*7 %> %s %(x)s",
    "<!--<script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>",
    "<style>*{display:none}</style>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<a href=javascript:alert(1)>x</a>",
    "</title></textarea></style></script><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\ufeff\u200b\u2066Ana\u2069\U000e0041",
)
"""Whatever else ends a text, or begins something in it."""

MIXED = "<img src=x onerror=alert(1)> $x$ \\(y\\) [x](javascript:z) =1+1 \u202e| \r\nEND:VCARD"
"""Something of everything, for a look at one text."""

HOSTILE = tuple(
    dict.fromkeys(
        [
            *(MIXED, *MAIL, *CALENDAR, *CARD, *MARKDOWN, *MATHEMATICS, *DOLLARS, *ELEMENTS),
            *(*FORMULAS, *FILES, *TEMPLATES),
        ]
    )
)
"""All of them, each once."""
