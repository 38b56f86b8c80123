// What is read aloud, in pieces short enough for every browser. Pure.

const LONGEST = 180;

/** Blocks ({ text, language }) cut at sentences, and at words where a sentence is too long. */
export function speechPieces(blocks) {
  return blocks.flatMap(({ text, language }) =>
    sentencesOf(text).flatMap((sentence) => wordsOf(sentence).map((piece) => ({ text: piece, language }))),
  );
}

function sentencesOf(text) {
  const plain = text.replace(/\s+/g, " ").trim();
  return plain === "" ? [] : plain.split(/(?<=[.!?])\s+(?=\p{Lu})/u);
}

function wordsOf(sentence) {
  const pieces = [];
  let piece = "";
  for (const word of sentence.split(" ")) {
    if (piece && piece.length + word.length >= LONGEST) {
      pieces.push(piece);
      piece = "";
    }
    piece = piece ? `${piece} ${word}` : word;
  }
  return [...pieces, piece];
}

/** The voice for a language: one on the telephone itself before one of a service; null: none. */
export function voiceFor(voices, language) {
  const fit = voices.filter((voice) => voice.lang.toLowerCase().startsWith(language));
  return fit.find((voice) => voice.localService) ?? null;
}
