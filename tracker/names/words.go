package names

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// words returns the folded words of s. Single letters are joined, so that "S. A.", "s/a" and "SA" are
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

//go:embed words.tsv
var wordsTSV string

// list are the words of a sort, once they are asked for.
func list(sort string) func() map[string]bool {
	return sync.OnceValue(func() map[string]bool {
		all := map[string]bool{}
		for _, word := range entries(sort) {
			all[word] = true
		}
		return all
	})
}

// entries are the words of a sort in their order.
func entries(sort string) (all []string) {
	for fields := range table(wordsTSV) {
		if fields[0] == sort {
			all = append(all, values(fields[1])...)
		}
	}
	return all
}

var (
	legalForms  = list("legal form")
	gluedForms  = sync.OnceValue(func() []string { return entries("glued form") })
	articles    = list("article")
	littleWords = list("little")
	styles      = list("style")
	qualities   = list("quality")
	links       = list("link")
	alsoWords   = list("also a word")
	unsaid      = list("unsaid")
	loose       = list("loose")
	setOff      = list("set off")
)

// sames are the words that say the same as a word, and itself; the first of them stands for all.
var sames = sync.OnceValue(func() map[string][]string {
	all := map[string][]string{}
	for fields := range table(wordsTSV) {
		if fields[0] == "same" {
			words := values(fields[1])
			for _, word := range words {
				all[word] = words
			}
		}
	}
	return all
})

// unglued parts names from the legal forms that are written without a space.
func unglued(ws []string) []string {
	var out []string
	for i, w := range ws {
		if w[0] < utf8.RuneSelf && out == nil {
			continue
		}
		parts := []string{w}
		for _, form := range gluedForms() {
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

// SetOff reports whether a word is a legal form that belongs to the name before a comma.
func SetOff(word string) bool { return setOff()[Key(word)] }

// bare returns the words of a name without its articles and its legal form: what people say. It never returns nothing
// for something.
func bare(ws []string) []string {
	const longest = 3
	begin, end := 0, len(ws)
	for again := true; again; {
		again = false
		for n := min(longest, end-1); n > 0 && !again; n-- {
			if form := ws[end-n : end]; legalForms()[strings.Join(form, " ")] || n == 1 && slices.Contains(gluedForms(), form[0]) {
				end -= n
				again = true
			}
		}
	}
	for begin < end-1 && (slices.Contains(gluedForms(), ws[begin]) || ws[begin] == "株" || ws[begin] == "주") { // the short ones were in brackets
		begin++
	}
	out := slices.DeleteFunc(slices.Clone(ws[begin:end]), func(w string) bool { return articles()[w] })
	if len(out) == 0 {
		return ws
	}
	return out
}

// initials returns the initials of the words of a name, without little words, or "" if there are fewer than two.
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
