package names

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// words returns the folded words of s. Letters that stand alone are drawn together, so that "S. A.", "s/a" and "SA" are
// one word.
func words(s string) []string {
	ws := unglued(strings.Fields(fold(s, true)))
	out := ws[:0]
	run := false
	for _, w := range ws {
		single := utf8.RuneCountInString(w) == 1 && (w < "0" || w > "9")
		if single && run {
			out[len(out)-1] += w
			continue
		}
		out = append(out, w)
		run = single
	}
	return out
}

// legalForms are the endings that say how a body is incorporated, as folded words. The list is general knowledge of
// company law, widest use first; an ending of several words stands whole.
var legalForms = list(`
	inc|incorporated|corp|corporation|co|company|ltd|limited|llc|llp|lp|plc|co ltd|co inc|pte|pty|pty ltd|pvt|pvt ltd|
	private limited|npc|gmbh|ag|se|kg|kgaa|ohg|ug|ev|gmbh co kg|mbh|sa|sas|sasu|sarl|sci|snc|scs|scop|eurl|spa|srl|sl|slu|
	sapa|sapi|sa de cv|sapi de cv|srl de cv|de cv|ac|iap|ltda|lda|unipessoal lda|unip lda|eireli|bv|nv|cv|vof|bvba|sprl|
	asbl|vzw|aisbl|oy|oyj|ab|as|asa|aps|is|hf|ehf|ou|uab|sia|sro|spol sro|as|sp zoo|sp k|spk|sp j|doo|dd|ad|ood|eood|jsc|
	ojsc|cjsc|pjsc|ooo|oao|zao|pao|kft|zrt|nyrt|bt|kk|gk|yk|sdn bhd|bhd|sdn|tbk|as|ao|anonim sirketi|ltd sti|
	ооо|оао|зао|пао|ао|株|주`)

// gluedForms are those of languages that put no space between a name and its legal form, which stands before or behind it. Those
// that end with another come first.
var gluedForms = []string{"株式会社", "有限会社", "合同会社", "合資会社", "合名会社", "股份有限公司", "有限责任公司", "有限責任公司", "有限公司", "股份公司", "주식회사", "유한회사"}

// unglued parts names from the legal forms that are written without a space.
func unglued(ws []string) []string {
	var out []string
	for i, w := range ws {
		if w[0] < utf8.RuneSelf && out == nil {
			continue
		}
		parts := []string{w}
		for _, form := range gluedForms {
			if rest, ok := strings.CutPrefix(w, form); ok && rest != "" {
				parts = []string{form, rest}
				break
			}
			if rest, ok := strings.CutSuffix(w, form); ok && rest != "" {
				parts = []string{rest, form}
				break
			}
		}
		if out == nil && len(parts) > 1 {
			out = slices.Clone(ws[:i])
		}
		if out != nil {
			out = append(out, parts...)
		}
	}
	if out == nil {
		return ws
	}
	return out
}

// isForm reports whether words are a legal form.
func isForm(ws []string) bool {
	return legalForms()[strings.Join(ws, " ")] || len(ws) == 1 && slices.Contains(gluedForms, ws[0])
}

// articles open a name or join its words, and are left out as easily as put in.
var articles = list("the|and|et|und")

// littleWords carry no initial and no order: leaving one out does not make another name, but may.
var littleWords = list(`
	a|an|the|of|for|and|in|on|at|to|by|with|from|de|du|des|d|la|le|les|l|et|en|au|aux|pour|sur|dans|par|
	del|los|las|el|y|para|do|da|dos|das|e|o|di|della|dei|per|der|die|das|und|fur|von|van|het|og|och|i|w|z`)

// list parses the entries between the bars when they are first asked for.
func list(entries string) func() map[string]bool {
	return sync.OnceValue(func() map[string]bool {
		m := make(map[string]bool)
		for entry := range strings.SplitSeq(entries, "|") {
			m[strings.Join(strings.Fields(entry), " ")] = true
		}
		return m
	})
}

// bare returns the words of a name without its articles and its legal form: what people say. It never returns nothing
// for something.
func bare(ws []string) []string {
	const longest = 3
	begin, end := 0, len(ws)
	for again := true; again; {
		again = false
		for n := min(longest, end-1); n > 0 && !again; n-- {
			if isForm(ws[end-n : end]) {
				end -= n
				again = true
			}
		}
	}
	for begin < end-1 && (slices.Contains(gluedForms, ws[begin]) || ws[begin] == "株" || ws[begin] == "주") { // the short ones were in brackets
		begin++
	}
	out := slices.DeleteFunc(slices.Clone(ws[begin:end]), func(w string) bool { return articles()[w] })
	if len(out) == 0 {
		return ws
	}
	return out
}

// initials returns the initials of the words of a name, little words aside, or "" if there are fewer than two.
func initials(ws []string) string {
	var b strings.Builder
	n := 0
	for _, w := range ws {
		if littleWords()[w] {
			continue
		}
		r, _ := utf8.DecodeRuneInString(w)
		b.WriteRune(r)
		n++
	}
	if n < 2 {
		return ""
	}
	return b.String()
}

// givenAcronym returns the name without the acronym that it gives in brackets, and the acronym: "Internet Society" and
// "ISOC" for "Internet Society (ISOC)".
func givenAcronym(name string) (rest, acronym string, ok bool) {
	open := strings.IndexByte(name, '(')
	if open < 0 {
		return name, "", false
	}
	inside, after, closed := strings.Cut(name[open+1:], ")")
	inside = strings.TrimSpace(inside)
	if !closed || !looksLikeAcronym(inside) || len(CountryNamed(inside)) > 0 {
		return name, "", false
	}
	return name[:open] + " " + after, inside, true
}

// looksLikeAcronym reports whether s is one word of two to twelve letters and digits with at least two capitals.
func looksLikeAcronym(s string) bool {
	const shortest, longest = 2, 12
	capitals := 0
	for _, r := range s {
		switch {
		case 'A' <= r && r <= 'Z':
			capitals++
		case r == ' ':
			return false
		}
	}
	n := utf8.RuneCountInString(s)
	return capitals >= 2 && shortest <= n && n <= longest
}
