"""Names that machines give: what file servers and desktops leave everywhere, and what is still being transferred."""

from __future__ import annotations

_NAMES = frozenset(
    {
        # Windows
        "thumbs.db",
        "thumbs.db:encryptable",
        "ehthumbs.db",
        "ehthumbs_vista.db",
        "desktop.ini",
        "$recycle.bin",
        "recycler",
        "system volume information",
        "pagefile.sys",
        "hiberfil.sys",
        "swapfile.sys",
        "picasa.ini",
        # macOS
        "icon\r",
        "__macosx",
        "network trash folder",
        "temporary items",
        "thevolumesettingsfolder",
        # Synology, QNAP, Samba, Linux, FreeFileSync
        "@eadir",
        "@tmp",
        "@sharebin",
        "#recycle",
        "#snapshot",
        "@recycle",
        "@recently-snapshot",
        "@transcode",
        "lost+found",
        "sync.ffs_db",
        "sync.ffs_lock",
    }
)
_PREFIXES = ("~$",)  # who has a document open in an office program
_SUFFIXES = ("@synoeastream", "@synoresource")

# Browsers, download managers, copy and synchronising programs name a file so until it is whole.
TRANSFER_SUFFIXES = (
    ".part",
    ".filepart",
    ".partial",
    ".crdownload",
    ".opdownload",
    ".fdmdownload",
    ".download",
    ".aria2",
    ".dtapart",
    ".xltd",
    ".!ut",
    ".!qb",
    ".bc!",
    ".jc!",
    ".tmp",
    ".temp",
    ".swp",
    ".gstmp",
    ".incomplete",
)
_OF_RSYNC = 6  # characters that rsync appends to the name of a hidden file


def is_hidden(name: str) -> bool:
    """Whether the name is one that Unix does not list, as those of notes and transfers of many programs are."""
    return name.startswith(".")


def is_litter(name: str) -> bool:
    """Whether a machine made the file or folder of this name for its own use; in upper or lower case."""
    lower = name.lower()
    return lower in _NAMES or lower.startswith(_PREFIXES) or lower.endswith(_SUFFIXES)


def is_transfer(name: str) -> bool:
    """Whether the name says that the file is not whole yet."""
    return name.lower().endswith(TRANSFER_SUFFIXES)


def is_hidden_transfer(name: str) -> bool:
    """Whether a hidden file may be one that is being transferred, as rsync (`.NAME.a1B2c3`) and others do it."""
    end = name.rpartition(".")[2]
    is_of_rsync = name.count(".") > 1 and len(end) == _OF_RSYNC and end.isalnum()
    return is_hidden(name) and (is_transfer(name) or is_of_rsync)
