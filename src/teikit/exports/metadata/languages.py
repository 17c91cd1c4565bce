"""Language tags (BCP 47) as the codes of ISO 639-3, which InvenioRDM and others use."""

import re
from collections.abc import Iterator, Mapping

from teikit.exports.record.record import Record

# ISO 639-1 and 639-3, then the bibliographic codes of ISO 639-2 and theirs.
_CODES = """
    aa:aar ab:abk ae:ave af:afr ak:aka am:amh an:arg ar:ara as:asm av:ava ay:aym az:aze ba:bak be:bel bg:bul bi:bis
    bm:bam bn:ben bo:bod br:bre bs:bos ca:cat ce:che ch:cha co:cos cr:cre cs:ces cu:chu cv:chv cy:cym da:dan de:deu
    dv:div dz:dzo ee:ewe el:ell en:eng eo:epo es:spa et:est eu:eus fa:fas ff:ful fi:fin fj:fij fo:fao fr:fra fy:fry
    ga:gle gd:gla gl:glg gn:grn gu:guj gv:glv ha:hau he:heb hi:hin ho:hmo hr:hrv ht:hat hu:hun hy:hye hz:her ia:ina
    id:ind ie:ile ig:ibo ii:iii ik:ipk io:ido is:isl it:ita iu:iku ja:jpn jv:jav ka:kat kg:kon ki:kik kj:kua kk:kaz
    kl:kal km:khm kn:kan ko:kor kr:kau ks:kas ku:kur kv:kom kw:cor ky:kir la:lat lb:ltz lg:lug li:lim ln:lin lo:lao
    lt:lit lu:lub lv:lav mg:mlg mh:mah mi:mri mk:mkd ml:mal mn:mon mr:mar ms:msa mt:mlt my:mya na:nau nb:nob nd:nde
    ne:nep ng:ndo nl:nld nn:nno no:nor nr:nbl nv:nav ny:nya oc:oci oj:oji om:orm or:ori os:oss pa:pan pi:pli pl:pol
    ps:pus pt:por qu:que rm:roh rn:run ro:ron ru:rus rw:kin sa:san sc:srd sd:snd se:sme sg:sag sh:hbs si:sin sk:slk
    sl:slv sm:smo sn:sna so:som sq:sqi sr:srp ss:ssw st:sot su:sun sv:swe sw:swa ta:tam te:tel tg:tgk th:tha ti:tir
    tk:tuk tl:tgl tn:tsn to:ton tr:tur ts:tso tt:tat tw:twi ty:tah ug:uig uk:ukr ur:urd uz:uzb ve:ven vi:vie vo:vol
    wa:wln wo:wol xh:xho yi:yid yo:yor za:zha zh:zho zu:zul
    alb:sqi arm:hye baq:eus bur:mya chi:zho cze:ces dut:nld fre:fra geo:kat ger:deu gre:ell ice:isl mac:mkd mao:mri
    may:msa per:fas rum:ron slo:slk tib:bod wel:cym
"""
_LONGER: Mapping[str, str] = dict(pair.split(":") for pair in _CODES.split())


_TAG = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")


def is_language_tag(text: str) -> bool:
    """Return whether a text has the form of a language tag, as XML Schema's `language` requires."""
    return _TAG.fullmatch(text) is not None


def wrong_languages(record: Record) -> Iterator[str]:
    """Yield the languages of a record and its titles that are not written as language tags, such as 'en_GB'."""
    stated = (*record.languages, *(title.language for title in record.titles if title.language))
    yield from (tag for tag in dict.fromkeys(stated) if not is_language_tag(tag))


def iso_639_3(tag: str) -> str:
    """Return the three-letter code of a language tag's language, such as `deu` of `de-AT`; empty if it has none."""
    first = tag.partition("-")[0].lower()
    return _LONGER.get(first, first if len(first) == len("deu") and first.isascii() and first.isalpha() else "")
