"""Public URI schemes, whose names are no private prefixes of an edition."""

# Public schemes, which need no declaration (IANA's registry of URI schemes: those that letters cite).
_SCHEMES = """
    about acct ark blob cid data dav dns doi example file ftp ftps geo git go gopher hdl http https im imap info
    ipfs irc ircs iris isbn issn jabber javascript jar ldap ldaps lsid magnet mailto mid news nfs nntp oid pop
    resource rsync rtsp sftp sip sips sms ssh swh tag tel telnet tftp tip urn view-source wais ws wss xmpp
"""
KNOWN_SCHEMES = frozenset(_SCHEMES.split())
