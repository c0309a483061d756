package ask

import (
	"maps"
	"slices"
	"strings"
)

// Phrase reads a line of a language's lexicon.
func Phrase(head, rest string) error {
	return (&lexicon{phrases: map[string][]alt{}, begins: map[string]int{}, words: map[byteLen][]string{}, folded: map[string]string{}}).add(0, head, rest)
}

// Lexicon reads the lexicon again.
func Lexicon() error {
	_, err := readLexicon()
	return err
}

// Row reads a line of the rows.
func Row(template, rest string) error {
	lex, err := load()
	if err != nil {
		return err
	}
	_, err = lex.parseRow(template, rest)
	return err
}

// Taught is the Reader with one more row of the lexicon of a language.
func (r *Reader) Taught(lang, row string) (*Reader, error) {
	lex, other := *r.lex, *r
	lex.phrases, lex.begins, lex.words = maps.Clone(lex.phrases), maps.Clone(lex.begins), maps.Clone(lex.words)
	other.lex = &lex
	head, rest, _ := strings.Cut(row, " = ")
	return &other, lex.add(int8(slices.Index(languages, lang)), head, rest)
}
