package tracker

import "strings"

// A Token is a word of a typed line, a quoted name, or a filter such as in:nato.
type Token struct {
	Key    string // of a filter: the text before the colon; else empty
	Text   string // the word, or the text after the colon
	Quoted bool
}

// Empty refuses a filter that says nothing.
func (t Token) Empty() error {
	if t.Key != "" && strings.TrimSpace(t.Text) == "" {
		return RefuseAbout(t.Key, "%s: says nothing; write what you mean right behind it, without a space.", t.Key)
	}
	return nil
}

// Break reports whether a token is the end of one of several lines.
func (t Token) Break() bool { return t == Token{Text: "\n"} }
