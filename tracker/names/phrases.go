package names

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// phrases finds the phrases of a fixed list, as a whole text or within a sentence. T is what a phrase stands for.
type phrases[T any] struct {
	byKey   map[string][]phrase[T] // under the Key of the phrase
	longest int                    // in words
}

type phrase[T any] struct {
	words   string // folded, with single spaces
	capital capital
	means   T
}

// capital says how a phrase must be written to be met in a sentence.
type capital uint8

const (
	anyCase     capital = iota
	capitalised         // the first letter is a capital
	allCapitals         // all letters are
	asCode              // all letters are, and no sign joins them to others
	never               // not met in a sentence at all
)

// hit is a phrase met in a text, at the bytes from start to end.
type hit[T any] struct {
	start, end int
	means      T
}

func (p *phrases[T]) add(text string, written capital, means T) {
	if p.byKey == nil {
		p.byKey = make(map[string][]phrase[T])
	}
	spans := wordSpans(text)
	key := Key(text)
	p.byKey[key] = append(p.byKey[key], phrase[T]{spacedKey(text, spans), written, means})
	p.longest = max(p.longest, len(spans))
}

// whole returns what a whole text stands for, however it is written.
func (p *phrases[T]) whole(text string) []T {
	var found []T
	for _, ph := range p.byKey[Key(text)] {
		found = append(found, ph.means)
	}
	return found
}

// within returns the phrases in a sentence that has its words at the spans, longest first at each place, none inside another.
func (p *phrases[T]) within(sentence string, spans []wordSpan) []hit[T] {
	var hits []hit[T]
	shouted := len(spans) > 1 && !strings.ContainsFunc(sentence, unicode.IsLower)
	for i := 0; i < len(spans); {
		n := min(p.longest, len(spans)-i)
		for ; n > 0; n-- {
			met := p.at(sentence, spans[i:i+n], shouted)
			hits = append(hits, met...)
			if len(met) > 0 {
				break
			}
		}
		i += max(n, 1)
	}
	return hits
}

// at returns what the words at the spans stand for. In a shouted sentence capitals say nothing.
func (p *phrases[T]) at(sentence string, spans []wordSpan, shouted bool) []hit[T] {
	start, end := spans[0].start, spans[len(spans)-1].end
	text := sentence[start:end]
	candidates := p.byKey[Key(text)]
	if len(candidates) == 0 {
		return nil
	}
	var hits []hit[T]
	spaced := spacedKey(sentence, spans)
	for _, ph := range candidates {
		first, _ := utf8.DecodeRuneInString(text)
		ok := ph.words == spaced
		switch ph.capital {
		case capitalised:
			ok = ok && unicode.IsUpper(first)
		case allCapitals, asCode:
			ok = ok && !shouted && !strings.ContainsFunc(text, unicode.IsLower) && !joined(sentence, start, end, ph.capital == asCode)
		case never:
			ok = false
		}
		if ok {
			hits = append(hits, hit[T]{start, end, ph.means})
		}
	}
	return hits
}

// joined reports whether a sign makes one word of what stands from start to end and its neighbour. An ampersand always does
// (AT&T); with all, others do, too (N/A, D-Link, e.g. IT's).
func joined(text string, start, end int, all bool) bool {
	joins := func(sign, beyond rune) bool {
		return sign == '&' || all && strings.ContainsRune("/-.@'’", sign) && (unicode.IsLetter(beyond) || unicode.IsDigit(beyond))
	}
	before, n := utf8.DecodeLastRuneInString(text[:start])
	first, _ := utf8.DecodeLastRuneInString(text[:start-n])
	after, m := utf8.DecodeRuneInString(text[end:])
	last, _ := utf8.DecodeRuneInString(text[end+m:])
	return joins(before, first) || joins(after, last) || all && !isASCII(text[start:end])
}

type wordSpan struct{ start, end int }

// wordSpans returns where the words of a text are. "U.S.A." is one word.
func wordSpans(text string) []wordSpan {
	var spans []wordSpan
	inWord := false
	for i, r := range text {
		if !unicode.In(r, unicode.L, unicode.N, unicode.M, unicode.Cf) {
			inWord = false
			continue
		}
		if !inWord {
			spans = append(spans, wordSpan{start: i})
			inWord = true
		}
		spans[len(spans)-1].end = i + utf8.RuneLen(r)
	}
	return joinInitials(text, spans)
}

// joinInitials makes one word of single letters with only a full stop between them.
func joinInitials(text string, spans []wordSpan) []wordSpan {
	out := spans[:0]
	run := false
	for _, s := range spans {
		single := utf8.RuneCountInString(text[s.start:s.end]) == 1
		if single && run && text[out[len(out)-1].end:s.start] == "." {
			out[len(out)-1].end = s.end
			continue
		}
		out = append(out, s)
		run = single
	}
	return slices.Clip(out)
}

func spacedKey(text string, spans []wordSpan) string {
	keys := make([]string, len(spans))
	for i, s := range spans {
		keys[i] = Key(text[s.start:s.end])
	}
	return strings.Join(keys, " ")
}
