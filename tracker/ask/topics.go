package ask

import (
	"net/url"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/covers"
	"rollcall/tracker/names"
	"rollcall/tracker/query"
)

// principles answers about principles: by number, all of them, or by what they cover.
func (u *understanding) principles() bool {
	if !u.says("principle") {
		return false
	}
	var numbers []int
	for i := range u.words {
		if !u.words[i].is("principle") {
			continue
		}
		if n, ok := ordinal(u.keyAt(i - 1)); ok && u.words[i].key[len(u.words[i].key)-1] != 's' {
			numbers = append(numbers, n)
		}
		if key := u.keyAt(i - 1); slices.Contains([]string{"last", "dernier"}, key) {
			numbers = append(numbers, len(u.Call.Principles))
		}
		for j := i + 1; j < len(u.words); j++ {
			if n, ok := ordinal(u.words[j].key); ok {
				numbers = append(numbers, n)
			} else if !slices.Contains([]string{"no", "n", "number", "numero", "and", "et", "or", "ou"}, u.words[j].key) {
				break
			}
		}
	}
	if len(numbers) == 0 {
		for i := range u.words { // number 4 of the principles
			if n := number(u.words[i].key); n > 0 && !u.dated(i) && !u.words[min(i+1, len(u.words)-1)].is("principle") {
				numbers = append(numbers, n)
			}
		}
	}
	if len(numbers) > 0 {
		for _, n := range numbers {
			if u.Call.Principle(n) == nil {
				return u.cant(answer.NoPrinciple)
			}
		}
		u.q.Kind, u.q.Principles = answer.Principle, numbers
		return true
	}
	var rest []string
	for i := range u.words {
		if _, isNumber := ordinal(u.words[i].key); !u.covered[i] && !isNumber && !u.words[i].is("principle", "list", "all", "count", "covers", "norms", "linked", "sign", "about", "what") {
			rest = append(rest, u.words[i].text)
		}
	}
	if len(rest) == 0 && !u.head && u.group == nil && u.country == "" {
		// A word such as norms can be all of the subject: which principle is about norms.
		if u.says("norms") && u.topic("norms") {
			return true
		}
		u.q.Kind = answer.Principles
		return true
	}
	return u.topic(u.text)
}

// cant says that the question is understood, and can't be answered.
func (u *understanding) cant(why answer.Problem) bool {
	u.q.Kind, u.q.Problem = answer.Unknown, why
	return true
}

// topic answers which principle covers a subject. Without a word that asks for it, the subject must be nothing else.
func (u *understanding) topic(text string) bool {
	part := mostly
	switch {
	case u.says("principle"):
		text, part = u.text, 0 // words of the question can be words of the subject: hacking back
	case u.says("covers"), slices.Contains([]string{"can", "may", "should", "could", "must", "peut", "peuvent", "doit", "doivent"}, u.words[0].key):
		text, part = u.text, partly
	case u.says("when", "count", "changes", "added", "left", "why", "how"):
		return false
	}
	return u.q.covering(u.covering(text, part))
}

// principleNamed answers about a principle whose own name is all that is said.
func (u *understanding) principleNamed() bool {
	found := u.covering(u.text, 1)
	return len(found) > 0 && found[0].Named && u.q.covering(found)
}

// How much of a text has to be said by the subjects of a principle.
const (
	partly = 1. / 3
	mostly = 2. / 3
)

// covering finds the principles that cover a text, best first. So much of it has to be said by their subjects; where that is
// most of it, in more than one word of several, and without a mistake.
func (r *Reader) covering(text string, part float64) []covers.Scored {
	found := r.Call.Covers(text, "")
	if len(found) == 0 || part == 0 {
		return found
	}
	best, said := found[0], 0
	s := newSentence(text, nil)
	for i := range s.words {
		if w := &s.words[i]; !w.is("stop", "call", "principle", "list", "about") && (len(s.words) == 1 || !w.is("covers", "what", "linked")) {
			said++
		}
	}
	switch {
	case best.Met == 0, float64(best.Met) < part*float64(said):
		return nil
	case part > partly && (best.Near || best.Met == 1 && said > 1):
		return nil
	}
	return found
}

// kin tells whether two words are forms of one: a stem of at least five letters with an ending each; shorter words may
// differ by a plural s or x.
func kin(a, b string) bool {
	if a == b || a+"s" == b || b+"s" == a || a+"x" == b || b+"x" == a {
		return true
	}
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	for ; n >= stem; n-- {
		if endings()[a[n:]] && endings()[b[n:]] {
			return true
		}
	}
	return false
}

// stem is how many letters two forms of a word share at the least.
const stem = 5

// endings are those that English and French words take.
var endings = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for _, e := range strings.Fields("s x e es ed er ers ing ings ion ions al als aux ale ales ally oral orale oraux ial iel iels ielle ielles ies y ive ives if ifs " +
		"ity ities ite ites able ables eur eurs euse rice ique iques ic ics ical age nage ation ations ment ments ant ants ante ent ents ance ences ence ism isme ist ists " +
		"ys ait aient ant ons ez ir it is issent oit oient ra ront rait raient rent iste istes ize ise ised ized ising izing isation ization iser ne nes te tes ter tion tions teur teurs") {
		all[e] = true
	}
	all[""] = true
	return all
})

// workgroups answers about the working groups, the norms and the communities.
func (u *understanding) workgroups() bool {
	var about answer.Topic
	switch {
	case u.says("workgroup"):
		about = answer.WorkingGroups
	case u.says("norms"):
		about = answer.Norms
	case u.says("community") && u.says("lead"):
		about = answer.Communities
	default:
		return false
	}
	from, to, _, ok := u.mention()
	if ok {
		u.cover(from, to)
	}
	for i := range u.words {
		n, isNumber := ordinal(strings.TrimLeft(u.words[i].key, "wgt"))
		if isNumber && !u.dated(i) {
			u.covered[i] = true
			if about == answer.WorkingGroups && n >= 1 && n <= len(u.Call.WorkingGroups) && (u.words[i].is("workgroup") || u.keyAt(i-1) != "") && !u.says("count") {
				u.q.Groups = append(u.q.Groups, n)
			}
		}
	}
	rest := u.rest("workgroup", "norms", "community", "lead", "list", "count", "covers", "linked", "principle", "about", "what", "sign", "call", "launched", "when", "detail")
	if len(rest) > 0 {
		found := u.covering(u.between(rest[0], rest[len(rest)-1]+1), 0)
		if len(found) == 0 {
			return false
		}
		for _, g := range u.Call.WorkingGroups {
			if about == answer.WorkingGroups && slices.ContainsFunc(found, func(s covers.Scored) bool { return slices.Contains(g.Principles, s.Principle) }) {
				u.q.Groups = append(u.q.Groups, g.Number)
			}
		}
	}
	u.q.Kind, u.q.Topic = answer.About, about
	return true
}

// about answers about the call itself.
func (u *understanding) about() bool {
	if u.group != nil || u.country != "" || u.says("count", "report", "principle", "not") || len(u.dates) > 0 {
		return false
	}
	if _, _, _, ok := u.mention(); ok {
		return false
	}
	light := []role{"list", "about", "when", "where", "covers", "site", "detail"}
	may := slices.Contains([]string{"can", "may", "could", "peut", "puis"}, u.words[0].key)
	switch {
	case may && u.says("sign") && u.only("sign", "ours", "supporter", "member"):
		u.q.Topic = answer.Joining
	case u.says("binding") && u.bindingAsked() && u.only(append(light, "binding", "how", "supporter", "sign", "member")...):
		u.q.Topic = answer.Binding
	case u.says("how") && u.says("ours", "sign", "added") && u.only(append(light, "how", "ours", "sign", "added", "supporter", "member")...):
		u.q.Topic = answer.Joining
	case u.says("launched", "launch") && !u.head && !u.says("sign", "supporter") && u.only(append(light, "launched", "launch", "first")...):
		u.q.Topic = answer.Launch
	case u.says("site") && !u.head && (u.says("call") || !u.says("about")) && u.only(append(light, "sign")...):
		u.q.Topic = answer.Text
	case u.says("about", "detail") && u.says("call") && !u.head && u.only(light...):
	case u.says("call") && u.only():
	default:
		return false
	}
	u.q.Kind = answer.About
	return true
}

// bindingAsked tells whether a question is asked of law, and law isn't only named: international law.
func (u *understanding) bindingAsked() bool {
	return slices.ContainsFunc(u.words, func(w word) bool { return !w.is("binding") })
}

// compared answers which of two has more, or was first, and puts two side by side.
func (u *understanding) compared() bool {
	roles := []role{"compare", "more", "sign", "supporter", "list", "member", "first", "added", "latest", "count", "all", "what", "where", "from"}
	if !u.says("compare", "more") && !(u.says("first") && len(u.countries) == 2) {
		return false
	}
	var subjects []query.Subject
	if len(u.countries)+len(u.groups) == 2 && u.only(roles...) {
		for _, c := range u.countries {
			subjects = append(subjects, u.OfCountry(c.what, u.between(c.from, c.to)))
		}
		for _, g := range u.groups {
			subjects = append(subjects, query.Subject{Text: u.between(g.from, g.to), Group: g.what})
		}
		if len(u.countries) == 1 && u.groups[0].from < u.countries[0].from {
			slices.Reverse(subjects)
		}
	} else {
		var parts []string
		start := -1
		for i := 0; i <= len(u.words); i++ {
			if i == len(u.words) || u.words[i].is("compare", "more", "list") || slices.Contains([]string{"and", "et", "or", "ou", "with", "avec", "to", "than", "que", "between", "entre", "a"}, u.words[i].key) {
				if start >= 0 {
					parts = append(parts, u.trimName(u.between(start, i)))
				}
				start = -1
			} else if start < 0 && !u.words[i].is("stop", "sign", "supporter", "first") {
				start = i
			}
		}
		parts = slices.DeleteFunc(parts, func(p string) bool { return p == "" })
		if len(parts) != 2 {
			return false
		}
		for _, p := range parts {
			subject := u.Resolve(p)
			if !subject.Known() {
				return false
			}
			subjects = append(subjects, subject)
		}
	}
	if len(subjects) != 2 {
		return false
	}
	u.q.Kind, u.q.Subjects, u.q.Filter = answer.Compare, subjects, Filter{Category: u.category, Kind: u.kind}
	return true
}

// figures answers what was reported.
func (u *understanding) figures() bool {
	atLaunch := u.says("launch") && !u.says("launched") || u.says("launch") && u.says("count", "report", "supporter", "sign")
	if !u.says("report", "disagree") && !(atLaunch && (u.says("count") || u.head)) {
		return false
	}
	if u.group != nil || u.kind != "" || u.nonState || len(u.dates) > 1 {
		return false
	}
	q := Query{Kind: answer.Figure, Text: u.q.Text, Filter: Filter{Category: u.category}}
	for _, c := range u.countries {
		q.Publishers = append(q.Publishers, u.between(c.from, c.to))
	}
	for i := range u.words {
		if n := number(u.words[i].key); n > 0 && !u.dated(i) && !u.covered[i] {
			q.Value = n
			u.covered[i] = true
		}
	}
	var publisher []string
	for _, i := range u.rest("report", "disagree", "launch", "count", "list", "sign", "supporter", "member", "pluperfect", "where", "what", "source", "all", "first", "latest", "announced", "covers", "launched", "more") {
		publisher = append(publisher, u.words[i].key)
	}
	if len(publisher) > 0 {
		q.Publishers = append(q.Publishers, strings.Join(publisher, ""))
	}
	for _, p := range q.Publishers {
		if !u.publishes(p) {
			return false
		}
	}
	if q.Publishers == nil && q.Value == 0 && len(u.dates) == 0 && !atLaunch && !u.says("disagree") && (!u.head || u.says("count")) {
		return false // "I need the figure" asks for a count
	}
	switch {
	case len(u.dates) == 1:
		q.Since, q.Until = u.dates[0].first, u.dates[0].last
	case atLaunch:
		q.Since, q.Until = u.Call.Launched, u.Call.Launched
	}
	q.Disagree = u.says("disagree") && len(u.dates) == 0
	u.q = q
	return true
}

// publishes tells whether any figure comes from a publisher of that name.
func (r *Reader) publishes(publisher string) bool {
	key := names.Key(publisher)
	return utf8.RuneCountInString(key) > 2 && slices.ContainsFunc(r.Book.Figures(), func(f tracker.Reported) bool {
		return strings.Contains(names.Key(publisherOf(f)), key)
	})
}

// publisherOf is the host of a figure's source, or the source itself if it isn't an address.
func publisherOf(f tracker.Reported) string {
	if u, err := url.Parse(f.Source); err == nil && u.Host != "" {
		return u.Host
	}
	return f.Source
}
