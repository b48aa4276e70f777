"""Names that programs give: system files of file servers and desktops, and files that are still being transferred."""

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
_PREFIXES = ("~$",)  # the lock file of a document that is open in an office program
# The last two: the earlier version that an editor keeps, and where Windows notes where a file is from, which a copy to
# Linux turns into a file of its own.
_SUFFIXES = ("@synoeastream", "@synoresource", "~", ":zone.identifier")
_UNSAVED = "#"  # around the name of a text that Emacs has not saved yet

# Browsers, download managers, copy and synchronising programs give such a name to a file until it is complete.
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
    ".icloud",
    ".bts",
    ".ocdownload",
)
_OF_RSYNC = 6  # characters that rsync appends to the name of a hidden file


def is_hidden(name: str) -> bool:
    """Whether Unix does not list the name. Notes and transfers of many programs have such names."""
    return name.startswith(".")


def is_litter(name: str) -> bool:
    """Whether a program made the file or folder of this name for its own use. Case is ignored."""
    lower = name.lower()
    is_unsaved = len(lower) > 1 and lower.startswith(_UNSAVED) and lower.endswith(_UNSAVED)
    return lower in _NAMES or is_unsaved or lower.startswith(_PREFIXES) or lower.endswith(_SUFFIXES)


def is_transfer(name: str) -> bool:
    """Whether the name says that the file is incomplete."""
    return name.lower().endswith(TRANSFER_SUFFIXES)


def is_hidden_transfer(name: str) -> bool:
    """Whether a hidden file may be one in transfer, as rsync (`.NAME.a1B2c3`) and other programs name it."""
    end = name.rpartition(".")[2]
    is_of_rsync = name.count(".") > 1 and len(end) == _OF_RSYNC and end.isalnum()
    return is_hidden(name) and (is_transfer(name) or is_of_rsync)
