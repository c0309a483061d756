package tracker

import (
	"slices"
	"strings"
)

// A TermReader reads one term of a filter as people type it: a value behind a key, or, with an empty key, a word or several
// that need none. It reports false for a word that means nothing to it, and an error for a wrong value.
type TermReader func(key, text string) (t Term, ok bool, err error)

// LongestWord is how many words a term without a key has at most: "public authorities and local governments" is one.
const LongestWord = 8

// WholeFilter is what a Refusal is about if a filter isn't put together as it has to be.
const WholeFilter = "filter"

// ParseFilter reads a filter:
//
//	filter = all {"or" all}    all = unit {["and"] unit}    unit = ["not"] term
//
// Classes side by side are alternatives, and so are values behind a comma. Different keys side by side are all needed; the
// same key twice needs "and" between, except in an old stored subscription, where it means either. Tokens that aren't part
// of a filter are returned, in their order. An error is a Refusal.
func ParseFilter(tokens []Token, read TermReader, stored bool) (f Filter, others []Token, err error) {
	p := filterParser{read: read, stored: stored, clauses: Filter{nil}}
	for i := 0; i < len(tokens) && err == nil; {
		var n int
		if n, err = p.next(tokens[i:]); n == 0 && err == nil {
			others, n = append(others, tokens[i]), 1
		}
		i += n
	}
	if err != nil {
		return nil, nil, err
	}
	f, err = p.whole()
	return f, others, err
}

// joints are the words that put terms together.
var joints = map[string]string{"and": "and", "et": "and", "or": "or", "ou": "or", "not": "not", "sauf": "not",
	"y": "and", "o": "or", "salvo": "not"}

type filterParser struct {
	read    TermReader
	stored  bool
	clauses Filter
	joint   string // the word that was read last, if it was and, or or not
	not     bool   // the next term is excluded
	and     bool   // the next term is needed as well as those of its key
	bare    bool   // the last term was a class without a key, and nothing stood behind it
}

// next reads what the tokens begin with, and returns how many it took; none if they begin with something else.
func (p *filterParser) next(tokens []Token) (taken int, err error) {
	t := tokens[0]
	if err := t.Empty(); err != nil {
		return 0, err
	}
	if t.Key == "" && !t.Quoted {
		if joint := joints[strings.ToLower(t.Text)]; joint != "" {
			return 1, p.join(joint, t.Text)
		}
		if strings.ContainsAny(t.Text, signs) || strings.HasPrefix(t.Text, "-") && len(t.Text) > 1 {
			return 0, RefuseAbout(WholeFilter, "“%s”: a filter is put together with and, or and not alone, such as: state or company not country:FR", t.Text)
		}
		return p.words(tokens)
	}
	key := t.Key
	if t.Quoted {
		key = string(ByName)
	}
	values, n := []string{t.Text}, 1
	if !t.Quoted {
		values, n = commas(tokens)
	}
	var terms []Term
	for _, value := range values {
		term, ok, err := p.read(key, value)
		if err != nil || !ok {
			return 0, err
		}
		terms = append(terms, term)
	}
	return n, p.add(terms, terms[0].Key == ByCategory || terms[0].Key == ByName)
}

// signs are operators in other languages, which would be ignored in a name.
const signs = "()[]{}!&|"

// commas returns the values behind one key, and how many tokens they take: country:DE, FR is what people type.
func commas(tokens []Token) (values []string, n int) {
	text := tokens[0].Text
	for n = 1; strings.HasSuffix(text, ",") && n < len(tokens) && tokens[n].Key == "" && !tokens[n].Quoted; n++ {
		text += tokens[n].Text
	}
	for value := range strings.SplitSeq(text, ",") {
		if value = strings.TrimSpace(value); value != "" {
			values = append(values, value)
		}
	}
	return values, n
}

// words reads the longest class that the tokens begin with, and those behind commas.
func (p *filterParser) words(tokens []Token) (taken int, err error) {
	terms, comma := p.classes(tokens[0].Text), false
	taken = len(terms[:min(1, len(terms))])
	for len(terms) == 0 || comma {
		n, term, more := p.class(tokens[taken:])
		if n == 0 || len(terms) > 0 && terms[0].Key != term.Key { // company, university: each is needed
			break
		}
		terms, taken, comma = append(terms, term), taken+n, more
	}
	if taken == 0 {
		return 0, nil
	}
	return taken, p.add(terms, true)
}

// classes reads state,company, which is one word; none if that isn't what a word is.
func (p *filterParser) classes(word string) (terms []Term) {
	parts := strings.Split(word, ",")
	if len(parts) < 2 || parts[len(parts)-1] == "" {
		return nil
	}
	for _, part := range parts {
		term, ok, err := p.read("", part)
		if !ok || err != nil || len(terms) > 0 && terms[0].Key != term.Key {
			return nil
		}
		terms = append(terms, term)
	}
	return terms
}

// class reads one class, and whether a comma follows it.
func (p *filterParser) class(tokens []Token) (n int, term Term, comma bool) {
	for n = min(len(tokens), LongestWord); n > 0; n-- {
		words := make([]string, n)
		for i, t := range tokens[:n] {
			if t.Key != "" || t.Quoted || strings.ContainsAny(t.Text, signs) {
				words = nil
				break
			}
			words[i] = t.Text
		}
		if words == nil {
			continue
		}
		phrase := strings.Join(words, " ")
		if trimmed, ok := strings.CutSuffix(phrase, ","); ok {
			phrase, comma = trimmed, true
		}
		if term, ok, err := p.read("", phrase); ok && err == nil {
			return n, term, comma
		}
		comma = false
	}
	return 0, Term{}, false
}

func (p *filterParser) join(joint, typed string) error {
	if p.not || joint != "not" && p.joint != "" {
		return Refuse("“%s” can't stand there: a filter is put together like: state or company not country:FR", typed)
	}
	switch joint {
	case "or":
		p.clauses = append(p.clauses, nil)
	case "and":
		p.and = true
	case "not":
		p.not = true
	}
	p.joint, p.bare = joint, false
	return nil
}

// add takes a choice in, or adds its terms to the one of its key that they are alternatives of.
func (p *filterParser) add(terms []Term, class bool) error {
	at := len(p.clauses) - 1
	clause := p.clauses[at]
	same := slices.IndexFunc(clause, func(c Choice) bool { return !c.Not && c.key() == terms[0].Key })
	switch {
	case p.not || p.and || same < 0:
		p.clauses[at] = append(clause, Choice{p.not, Include(nil, terms...)})
	case isPeriod(clause[same]) && isPeriod(Choice{Terms: terms}):
		days := clause[same].Terms[0].Days.And(terms[0].Days)
		if days.Last != "" && days.Last < days.First {
			return Refuse("%s is before %s.", days.Last, days.First)
		}
		clause[same].Terms = []Term{{Key: terms[0].Key, Days: days}}
	case p.stored || class && p.bare && same == len(clause)-1:
		clause[same].Terms = Include(clause[same].Terms, terms...)
	default:
		first, second := clause[same].String(), Choice{Terms: terms}.String()
		_, value, _ := strings.Cut(second, ":")
		return Refuse("%s is asked for twice. Write “%s and %s” for both, or “%s,%s” for either.", string(terms[0].Key), first, second, first, value)
	}
	p.not, p.and, p.joint, p.bare = false, false, "", class
	return nil
}

// isPeriod reports whether a choice is one period, which another of its kind narrows: since:2020 until:2021.
func isPeriod(c Choice) bool {
	return len(c.Terms) == 1 && c.Terms[0].Days != Period{}
}

// whole is what was read, once all was.
func (p *filterParser) whole() (Filter, error) {
	if len(p.clauses) == 1 && len(p.clauses[0]) == 0 && p.joint == "" {
		return nil, nil
	}
	if p.joint != "" && p.joint != "or" {
		return nil, RefuseAbout(WholeFilter, "Something has to stand behind “%s”, such as: not country:FR", p.joint)
	}
	if slices.ContainsFunc(p.clauses, func(c Clause) bool { return len(c) == 0 }) {
		return nil, RefuseAbout(WholeFilter, "Something has to stand on both sides of “%s”, such as: state or company", "or")
	}
	return p.clauses, nil
}
