package ask

import (
	"math"
	"slices"
	"strings"

	"rollcall/tracker"
)

// A shelf finds the topic of the call whose names have the most in common with a question: rare words count more, and words
// that mean nothing hardly anything.
type shelf struct {
	lex    *lexicon
	ids    []string // of topics
	titles []title
	by     map[string][]int // titles by a stem
	words  map[string]bool  // of titles, as they are written
}

// A title is a name of a topic.
type title struct {
	topic  int // its place among those of the call
	stems  []string
	weight float64
}

func newShelf(call *tracker.Call, lex *lexicon) *shelf {
	s := &shelf{lex: lex, by: map[string][]int{}, words: map[string]bool{}}
	for i, t := range call.About().Topics {
		s.ids = append(s.ids, t.ID)
		for _, all := range t.Names {
			for _, name := range all {
				ts := tokenise(name)
				for _, t := range ts {
					s.words[t.key] = true
				}
				s.titles = append(s.titles, title{topic: i, stems: s.stems(ts)})
			}
		}
	}
	for i, t := range s.titles {
		for _, stem := range t.stems {
			s.by[stem] = append(s.by[stem], i)
		}
	}
	for i := range s.titles {
		t := &s.titles[i]
		for _, stem := range t.stems {
			t.weight += s.weigh(stem)
		}
	}
	return s
}

// stems are what the words of a text come from, once each. A cue is one stem, however it is put: in which year, when. The
// name of the call is left out, as every topic is about it.
func (s *shelf) stems(ts []token) (out []string) {
	for i := 0; i < len(ts); {
		n, stem := 1, stemOf(ts[i].key)
		if ts[i].capital() && (ts[i].glued || i+1 < len(ts) && ts[i+1].glued && ts[i+1].capital()) {
			i++ // D-Link
			continue
		}
		for j := min(len(ts), i+s.lex.begins[ts[i].key]); j > i; j-- {
			all := s.lex.phrases[keyOf(ts[i:j])]
			if slices.ContainsFunc(all, func(a alt) bool { return a.role == Text && a.value == "call" }) {
				n, stem = j-i, ""
				break
			}
			if k := slices.IndexFunc(all, func(a alt) bool { return a.role == Text }); k >= 0 {
				n, stem = j-i, "#"+strings.TrimSuffix(all[k].value, "s")
				if j-i > 1 {
					out = s.others(out, ts[i:j]) // GCSC norms
				}
				break
			}
			if k := slices.IndexFunc(all, func(a alt) bool { return a.role == Ask && a.value != "is" }); k >= 0 && (j-i > 1 || all[k].value != "count") {
				n, stem = j-i, "?"+all[k].value
				break
			}
			if j == i+1 && slices.ContainsFunc(all, func(a alt) bool {
				return a.role == Filler && (a.cost == 0 || len(s.by) > 0 && len(s.by[stem]) == 0) || a.role == Prep || a.role == Ask
			}) {
				stem = ""
			}
		}
		if stem != "" && !slices.Contains(out, stem) {
			out = append(out, stem)
		}
		i += n
	}
	return out
}

// others adds the stems of the words of a phrase that mean nothing by themselves.
func (s *shelf) others(out []string, phrase []token) []string {
	for _, t := range phrase {
		if stem := stemOf(t.key); s.lex.phrases[t.key] == nil && !slices.Contains(out, stem) {
			out = append(out, stem)
		}
	}
	return out
}

// stemOf takes endings from a word.
func stemOf(key string) string {
	for _, ending := range []string{"s", "ed", "ing", "er", "ion", "e", "d"} {
		if short, ok := strings.CutSuffix(key, ending); ok && len(short) > 3 {
			key = short
		}
	}
	return key[:min(len(key), 8)]
}

// weigh is how much a stem means: more if fewer titles have it. A stem that none has is a rare one.
func (s *shelf) weigh(stem string) float64 {
	w := math.Log(float64(len(s.titles)+1) / (float64(len(s.by[stem])) + 0.5))
	switch stem[0] {
	case '?': // a cue
		return w / 2
	case '#': // norms, a working group: not to be missed
		return max(w, 2)
	}
	return w
}

// find is the topic of the title that has the most in common with a text, from 0 to 1, and how much the next topic has. Of those
// that have as much the first of the call's is found; a cue alone finds none.
func (s *shelf) find(stems []string) (topic int, most, next float64) {
	all, common := 0.0, make([]float64, len(s.titles))
	for _, stem := range stems {
		w := s.weigh(stem)
		all += w
		for _, i := range s.by[stem] {
			common[i] += w
		}
	}
	best := make([]float64, len(s.ids))
	if len(stems) > 1 || len(stems) == 1 && stems[0][0] != '?' {
		for i, both := range common {
			t := &s.titles[i]
			best[t.topic] = max(best[t.topic], 2*both/(all+t.weight))
		}
	}
	for i, n := range best {
		if n > most {
			topic, most, next = i, n, most
		} else {
			next = max(next, n)
		}
	}
	return topic, most, next
}

// How much a text has to have in common with a title.
const (
	unlikely = 0.25 // for its topic to be offered
	likely   = 0.5  // to be meant
	whole    = 0.9  // to be the title itself
	exact    = 0.99 // if it is a single word, which could be anything
)

var (
	supporters = patternOf("class:supporter")
	rollPred   = patternOf("pred:sign|join")
	documents  = patternOf("text:group|community|report")
	ofText     = patternOf("text!text:call")
	counts     = patternOf("time country!filler group!filler name!filler number!filler threat!filler class!class:supporter!class:member!filler text!text:call!text:about!filler")
)

// tellOf is a reading of a clause as a question about the call, or nothing. A thing that the title doesn't name is left over; one
// that it names may well be asked about itself.
func (q *question) tellOf(clause []*span) (Reading, bool) {
	var words []token
	for _, s := range clause {
		if !s.is(Aside, "") {
			words = append(words, q.tokens[s.from:s.to]...)
		}
	}
	stems, rolled := q.shelf.stems(words), rollPred.in(clause)
	topic, most, next := q.shelf.find(stems)
	document := documents.in(clause)
	if most < likely && !(document && most > unlikely) || len(stems) == 1 && (most < exact || rolled || supporters.in(clause)) {
		return Reading{}, false // "are we signed" asks about us
	}
	titles := q.shelf.titlesOf(topic)
	has := func(stem string) bool { return slices.Contains(titles, stem) }
	shared := slices.DeleteFunc(slices.Clone(stems), func(stem string) bool { return stem[0] == '?' || !has(stem) })
	cost := q.w("topic") + q.w("topic-miss")*(1-most) + q.w("topic-near")*next/most + q.w("topic-unread")*q.shelf.beyond(stems, titles)
	if document { // it is asked about one of them: the nearest
		cost = q.w("topic") + q.w("topic-document")*(1-most) + q.w("topic-next")*next/most
	}
	if len(shared) < 2 && most < whole {
		cost += q.w("topic-word") // one word could be anything
	}
	asked := ofText.in(clause)
	for _, s := range clause {
		titled := slices.ContainsFunc(q.shelf.stems(q.tokens[s.from:s.to]), has)
		switch {
		case s.is(Off, "") && !(titled && s.is(Off, "other")), s.is(Pred, "edit"):
			cost += q.w("offer")
		case !counts.fits(s), titled && (asked || s.is(Day, "") && !rolled):
		case titled:
			cost += q.w("topic-thing")
		default:
			cost += q.w("topic-left")
		}
	}
	id := q.shelf.ids[topic]
	return Reading{Line: "about " + id, Cost: cost, Label: []string{"topic " + id}, Matched: []string{q.words(clause[0].from, clause[len(clause)-1].to)}}, true
}

// beyond is the share of what a text says that no title of a topic has.
func (s *shelf) beyond(stems, titles []string) float64 {
	all, missed := 0.0, 0.0
	for _, stem := range stems {
		all += s.weigh(stem)
		if !slices.Contains(titles, stem) {
			missed += s.weigh(stem)
		}
	}
	return missed / all
}

// titlesOf are the stems of all titles of a topic.
func (s *shelf) titlesOf(topic int) (stems []string) {
	for _, t := range s.titles {
		if t.topic == topic {
			stems = append(stems, t.stems...)
		}
	}
	return stems
}
