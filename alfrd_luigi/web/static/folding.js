"use strict";
/* A text without case and accents, as alfrd_luigi/search/words.py folds words. */
window.alfrdFold = (() => {
  const LETTERS = { "ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ς": "σ" };

  return (text) => {
    const small = text.toLowerCase();
    if (/^[\x00-\x7f]*$/.test(small)) return small;
    const bare = small.normalize("NFKD").replace(/[\u00ad\u0300-\u036f]/g, "").normalize("NFC");
    return bare.replace(/[ßøæœłđðþıς]/g, (letter) => LETTERS[letter]);
  };
})();
