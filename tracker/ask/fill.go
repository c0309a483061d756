package ask

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/names"
)

// A filling is what the slots of a template are filled with.
type filling struct {
	q        *question
	ts       []taken
	classes  []string // category or kind:K
	not      []string
	terms    []string
	places   []place
	times    []taken
	names    []string
	fields   []string
	numbers  []string
	cmp      string
	dim      string
	values   map[Role]string
	homes    []string // the countries given with a name
	left     bool     // all names are left out
	mixed    bool     // categories and kinds are alternatives
	member   bool     // a word for the members of a group was used
	everyone bool     // a word for all supporters was used
	fraction string   // of a group that was said: 2/3, or >1/2 if more is meant
	both     bool     // of two places both are needed
	sum      bool     // several places are one side of a comparison
	joined   bool     // "and" stands between classes
	bad      bool     // what was said makes no sense
}

type place struct {
	key, value string
	not        bool
	joined     bool // and, or a comma stands before it
}

// ofGroup reports whether a group follows, with "of" before it.
func ofGroup(ts []taken) bool {
	i := slices.IndexFunc(ts, func(t taken) bool { return t.role != Prep && t.role != Filler })
	return i >= 0 && ts[i].role == Group && ts[i].prep == "of"
}

var (
	denyingAll = patternOf("op:none")
	only       = patternOf("op:only")
	comparing  = patternOf("op:vs|diff")
)

// fill sorts what was taken.
func (q *question) fill(ts []taken) *filling {
	f := &filling{q: q, ts: ts, values: map[Role]string{}, left: true}
	var now standing
	none, sides := denyingAll.took(ts), comparing.took(ts)
	for i, t := range ts {
		now.comma = t.from > 0 && (q.tokens[t.from].brk == ',' || q.tokens[t.from].brk == '-')
		now.not = now.not || t.denied
		switch t.role {
		case Op:
			what, fraction, _ := strings.Cut(t.value, ":")
			asks := t.value == "isnt" && (i == 0 || i+1 < len(ts) && ts[i+1].as.what == "name") // hasn't Kenya signed?
			switch {
			case what == "both":
				f.both = true
			case what == "sum":
				f.sum = true
			case what == "fraction":
				f.fraction = fraction
			case (what == "not" || what == "except" || what == "isnt") && !none && !asks: // aucun pays n'est signataire denies once
				now.not, now.waiting = true, true
			case what == "and" || what == "or":
				now.joined = true // not "also": NATO members that are also EU members are both
			case what == "including":
				now.including = true
			}
			continue
		case Class:
			if f.sayPlace(i) || now.not && t.value == "member" { // except members of the EU
				continue
			}
			if !now.including { // supporters, companies included; civil society with the universities
				f.mixed = f.mixed || (now.joined || now.comma) && !now.not && len(f.classes) > 0 &&
					strings.HasPrefix(t.value, "kind:") != strings.HasPrefix(f.classes[len(f.classes)-1], "kind:")
				f.joined = f.joined || now.joined
				f.class(t.value, now.not)
			}
		case Term:
			f.term(t.value, now.not)
		case Country, Group:
			if t.as.what == "name" {
				f.nameState(t, now, sides)
			} else {
				f.placeOf(i, now, sides)
			}
		case Name, Stranger:
			if t.role == Stranger && t.name && (t.prep == "from" || t.prep == "of") {
				for _, m := range names.CountriesIn(t.value) { // from Ciudad de México, which another of the name may be
					f.bad = f.bad || slices.ContainsFunc(f.names, func(n string) bool { return q.home(n) != "" && q.home(n) != m.Country.Code })
				}
				break // where it is from
			}
			if name := q.called(t); !slices.Contains(f.names, name) {
				f.names, f.left = append(f.names, name), f.left && now.not
			}
		case Time:
			if !slices.ContainsFunc(f.times, func(o taken) bool { return o.when == t.when }) { // added in 2021, removed in 2021
				f.times = append(f.times, t)
			}
		case Number:
			f.numbers = append(f.numbers, t.value)
		case Cmp:
			f.cmp = t.value
		case Field:
			if !slices.Contains(f.fields, t.value) {
				f.fields = append(f.fields, t.value)
			}
		case Dim:
			f.dim = t.value
		case Pred, Prep, Filler, Ask:
			if t.role == Ask && t.value == "when" {
				f.fields = append(f.fields, "when")
			}
			if t.role == Pred && i > 0 || t.role == Ask && t.value != "is" {
				now.not = false
			}
			now.including = now.including || t.role == Filler && t.value == "with"
			continue
		default:
			f.values[t.role] = t.value
		}
		// "not" goes on over what is joined to what it denies: neither A nor B.
		now.waiting = false
		if i+1 < len(ts) && !q.continues(ts[i+1]) {
			now.not, now.including = false, false
		}
		now.joined = false
	}
	f.bad = f.bad || now.waiting || only.count(ts) > 1 // the only one here, and the only one there
	f.check()
	return f
}

// A standing is what was said before something that is taken, and holds for it.
type standing struct {
	not, waiting  bool // it is denied; nothing was, yet
	joined, comma bool // and, or; a comma stands before it
	including     bool // it is a part of what was said
}

// check marks what makes no sense, and parts two places of which both are needed.
func (f *filling) check() {
	_, kinds := split(f.classes)
	states := slices.Equal(f.classes, []string{"state"})
	if f.both && len(f.places) == 2 {
		f.places[1].joined = false // of both the EU and NATO
	}
	one := len(f.places) == 1 && f.places[0].key == "country"
	_, denied := split(f.not)
	exclusive := len(kinds)+len(denied) == 0 && !comparing.spoken(f.ts)
	if len(f.classes) > 0 && (exclusive || !slices.Contains(f.classes, "state")) { // companies, not the state, nor NGOs
		f.not = slices.DeleteFunc(f.not, func(c string) bool { return (exclusive || c == "state") && !slices.Contains(f.classes, c) })
	}
	apart := len(f.places) == 2 && f.places[0].key == "country" && !f.places[0].not && f.places[1].key == "country" && f.places[1].not
	f.bad = f.bad || apart && !states || // nobody from Austria is from Australia
		one && states && len(f.numbers) > 0 || // a country has one
		len(f.classes) > 0 && slices.ContainsFunc(f.not, func(c string) bool { return !strings.HasPrefix(c, "kind:") }) || // no company is an NGO
		slices.Contains(f.classes, "state") && (slices.Contains(f.terms, "not state") || len(kinds) > 0 && !f.mixed) // nor is a state of a kind
}

// sayPlace reports whether states only say what a place is: companies from ASEAN countries; les entreprises des pays du G7; from
// countries whose government hasn't signed.
func (f *filling) sayPlace(i int) bool {
	ts, more := f.ts, len(f.classes) > 0 || f.everyone
	return ts[i].value == "state" && (more && (i > 0 && (ts[i-1].role == Group || ts[i-1].role == Country) || ofGroup(ts[i+1:])) ||
		i+1 < len(ts) && ts[i+1].value == "unsigned")
}

// nameState adds a country, or an organisation, that is asked about itself, or says where another is from.
func (f *filling) nameState(t taken, now standing, sides bool) {
	f.bad = f.bad || now.not
	if (t.prep == "from" || t.prep == "of" || !now.joined && people(t.span)) && t.name && t.role == Country {
		f.homes = append(f.homes, strings.TrimSuffix(t.value, " people"))
		return
	}
	f.bad = f.bad || t.name && people(t.span) // the UK one or the Norwegian
	name := f.q.called(t)
	again := slices.Contains(f.names, name)
	if again && (f.q.tokens[t.from].flag || t.role == Group) {
		return // Norway 🇳🇴; the OIF, the Francophonie
	}
	f.bad = f.bad || again || len(f.names) > 0 && !now.joined && !now.comma && !sides && t.prep == "of"
	f.names, f.left = append(f.names, name), f.left && now.not
}

// placeOf adds a country, or a group, by which is filtered.
func (f *filling) placeOf(i int, now standing, sides bool) {
	t := f.ts[i]
	p := place{key: "in", value: t.value, not: now.not, joined: now.joined || now.comma || t.role == Country}
	if t.role == Country {
		p.key, p.value = "country", strings.TrimSuffix(t.value, " people")
	}
	f.member = f.member || t.role == Group && f.q.members(t.span)
	if p.key == "country" && !p.not && f.within(p.value) {
		f.bad = f.bad || !now.including // those of the group who are from one country of it
		return
	}
	f.bad = f.bad || len(f.places) > 0 && !now.joined && !now.comma && !sides && !p.not && t.prep == "of" // the US state of Georgia is neither
	f.both = f.both || t.role == Group && len(f.places) == 1 && again(f.ts[:i]) && !f.q.groups[t.value].Region
	f.place(p)
}

// again reports whether what was taken ends with "and" and a preposition for what follows alone: in the EU and in NATO.
func again(ts []taken) bool {
	n := len(ts)
	for n > 0 && ts[n-1].role == Filler {
		n--
	}
	return n > 1 && ts[n-1].role == Prep && ts[n-2].value == "and"
}

// within reports whether a country belongs to a group that was taken as a place.
func (f *filling) within(code string) bool {
	return slices.ContainsFunc(f.places, func(p place) bool { return p.key == "in" && f.q.groups[p.value].Has(code) })
}

// continues reports whether what follows is joined to what stands before it.
func (q *question) continues(t taken) bool {
	return t.role == Op && (t.value == "or" || t.value == "and") || q.tokens[t.from].brk == ','
}

func negated(term string, not bool) string {
	if not {
		return "not " + term
	}
	return term
}

// term adds a term as the lexicon has it; kind:K country:C are a class and a place.
func (f *filling) term(value string, not bool) {
	if kind, ok := strings.CutPrefix(value, "kind:"); ok {
		kind, country, _ := strings.Cut(kind, " country:")
		f.class("kind:"+kind, not)
		f.place(place{"country", country, not, true})
		return
	}
	if term := negated(value, not); !slices.Contains(f.terms, term) {
		f.terms = append(f.terms, term)
	}
}

// place adds a place, once.
func (f *filling) place(p place) {
	if !slices.ContainsFunc(f.places, func(o place) bool { return o.key == p.key && o.value == p.value }) {
		f.places = append(f.places, p)
	}
}

func (f *filling) class(value string, not bool) {
	switch {
	case value == "member":
		f.everyone = f.everyone || not
		f.member = true
	case value == "supporter" && !not:
		f.everyone = true
	case value == "supporter":
		f.bad = true
	case not:
		f.not = append(f.not, value)
	case !slices.Contains(f.classes, value):
		f.classes = append(f.classes, value)
	}
}

// share writes the part and the whole that an operator or "is" stands between: the states of the EU among the states; how much of
// the companies is French.
func (f *filling) share() (string, bool) {
	at := slices.IndexFunc(f.ts, func(t taken) bool { return t.role == Op && (t.value == "within" || t.value == "part") })
	is := at < 0 || f.fraction != ""
	if is {
		at = slices.IndexFunc(f.ts, func(t taken) bool { return t.role == Ask && t.value == "is" })
	}
	if at < 0 || slices.ContainsFunc(f.ts[at+1:], func(t taken) bool { return number(f.q.tokens[t.from].text) > 0 }) {
		return "", false // out of 193
	}
	part, whole := f.q.fill(f.ts[:at]), f.q.fill(f.ts[at+1:])
	if is {
		part, whole = whole, part
	}
	part.everyone, whole.everyone = true, true
	a, b := part.filter(false), whole.filter(false)
	if b == "" {
		b = "supporter"
	}
	f.bad = part.bad || whole.bad
	return a + " of " + b, a != ""
}

// nameOf is how a line names somebody.
func (q *question) nameOf(m alt) string {
	name := m.value
	if m.role == Group {
		return q.groups[m.value].Name
	}
	if m.role == Country {
		c, _ := names.CountryOf(strings.TrimSuffix(m.value, " people"))
		name = c.Name
	}
	return name
}

// called is how a line names who was taken: as typed where others bear the name, too.
func (q *question) called(t taken) string {
	name := q.nameOf(t.alt)
	for _, a := range t.alts {
		if (a.role == Name || a.role == Country && t.role != Group) && q.nameOf(a) != name && a.cost < t.alt.cost+q.w("near") {
			return q.words(t.from, t.to)
		}
	}
	return name
}

// plain writes a name as it stands in a line.
func plain(name string) string {
	if strings.ContainsAny(name, ",:\"#") || strings.Contains(" "+strings.ToLower(name)+" ", " vs ") {
		return quote(name)
	}
	return name
}

func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `\"`) + `"` }

// slot is the text of a slot of a template; ok is false if there is none that makes sense.
func (f *filling) slot(name string) (text string, ok bool) {
	switch name {
	case "shareof": // the US share of companies
		return f.placeTerms() + " of " + strings.Join(f.classes, ","), len(f.places) == 1
	case "base":
		return cmp.Or(f.placeTerms(), "supporter"), true
	case "share":
		return f.share()
	case "from":
		if slices.Contains(f.classes, "state") && (len(f.classes) > 1 || f.everyone) {
			if f.joined {
				return "", false // more than 500 companies and states
			}
			f.classes = slices.DeleteFunc(slices.Clone(f.classes), func(c string) bool { return c == "state" }) // states that have ten companies
		}
		if len(f.places) > 0 && !slices.ContainsFunc(f.places[1:], func(p place) bool { return p.key == "country" }) && f.places[0].key == "country" && !f.places[0].not {
			return "", false // one country has no parts
		}
		f.everyone, f.member = true, false // who is from there, not the states that are members
		return f.filter(false), true
	case "filter", "states":
		if classes, _ := split(f.classes); name == "states" && len(f.classes) > 0 && !slices.Contains(classes, "state") {
			return "", false
		}
		return f.filter(name == "states"), true
	case "places":
		outside := func(p place) bool { return p.key == "country" && !p.not && !f.within(p.value) } // the US and the EU
		return f.placeTerms(), slices.ContainsFunc(f.places, func(p place) bool { return !p.not && p.key == "in" }) && !slices.ContainsFunc(f.places, outside)
	case "names":
		all := make([]string, len(f.names))
		nobody := len(all) > 1 && !slices.ContainsFunc(f.ts, func(t taken) bool { return t.as.what == "name" && t.role != Stranger })
		for i, n := range f.names {
			if all[i] = plain(n); nobody {
				all[i] = quote(n) // names for sure, though nobody bears them
			}
		}
		if len(f.homes) == 1 {
			for _, name := range f.names {
				if home := f.q.home(name); home != "" && home != f.homes[0] {
					return "", false // somebody else of that name
				}
			}
			return strings.Join(all, ", ") + " country:" + f.homes[0], len(all) > 0
		}
		return strings.Join(all, ", "), len(all) > 0
	case "ordered":
		if slices.ContainsFunc(f.ts, func(t taken) bool { return t.role == Prep && t.value == "after" }) {
			slices.Reverse(f.names)
		}
		return f.slot("names")
	case "ranked":
		of := slices.IndexFunc(f.places, func(p place) bool { return p.key == "country" })
		if of < 0 {
			return "", false
		}
		country := f.places[of].value
		f.places = slices.Delete(f.places, of, of+1)
		text, ok = f.slot("from")
		return strings.TrimSpace(text + " by:country rank:" + country), ok
	case "quoted":
		return quote(strings.Join(f.names, "")), len(f.names) == 1 && len(f.homes) == 0
	case "notnames":
		var out []string
		for _, n := range f.names {
			out = append(out, "not "+quote(n))
		}
		return strings.Join(out, " "), len(out) > 0 && f.left
	case "fields":
		return strings.Join(f.fields, " "), true
	case "asof", "came", "joined", "listed", "period":
		var out []string
		for _, t := range f.times {
			years := t.when.from != t.when.to && t.when.from[:4] != t.when.to[:4]
			term, ok := f.timeTerm(name, t)
			if !ok || name == "asof" && years || name == "listed" && t.value == "today" && t.prep == "" { // how many are there today?
				return "", false
			}
			out = append(out, term)
		}
		return strings.Join(out, " "), len(out) < 2 || name == "listed"
	case "number":
		return strings.Join(f.numbers, ""), len(f.numbers) < 2
	case "nth":
		i := slices.IndexFunc(f.ts, func(t taken) bool { return strings.HasPrefix(t.value, "nth:") })
		return strings.TrimPrefix(f.ts[i].value, "nth:"), len(f.places) == 0 || !slices.Contains(f.classes, "state")
	case "numbers":
		return strings.Join(f.numbers, ","), len(f.numbers) > 0
	case "cond":
		if f.everyone && f.member || (f.everyone || len(f.classes) > 1) && slices.Contains(f.classes, "state") {
			return "", false // states with so many supporters: two things are counted
		}
		text, ok = f.slot("number")
		return f.cmp + ":" + text, ok && text != ""
	case "dim":
		return strings.TrimSuffix(f.dim, "ly"), f.dim != "monthly"
	case "category":
		if f.everyone && len(f.classes) == 0 {
			return "total", true
		}
		return strings.Join(f.classes, ""), len(f.classes) < 2
	case "items":
		return f.items()
	case "dates":
		return f.dates("day")
	case "years":
		return f.dates("listed")
	case "fraction":
		return f.fractionOf()
	case "group":
		if len(f.places) != 1 || f.places[0].key != "in" || f.everyone && !f.member {
			return "", false
		}
		return f.places[0].value, true
	}
	return f.values[roles[name]], f.values[roles[name]] != ""
}

// filter writes the terms: classes, what they are not, places, others.
func (f *filling) filter(states bool) string {
	if f.mixed {
		classes, kinds := split(f.classes)
		a, b := *f, *f
		a.mixed, b.mixed = false, false
		a.classes, b.classes = classes, nil
		for _, k := range kinds {
			b.classes = append(b.classes, "kind:"+k)
		}
		return a.filter(states) + " or " + b.filter(states)
	}
	var out []string
	add := func(not string, values []string) {
		classes, kinds := split(values)
		if len(classes) > 0 {
			out = append(out, not+strings.Join(classes, ","))
		}
		if len(kinds) > 0 {
			out = append(out, not+"kind:"+strings.Join(kinds, ","))
		}
	}
	classes := f.classes
	if len(f.classes) == 0 && len(f.not) == 0 && len(f.terms) == 0 && (!f.everyone || f.member) && f.organised() {
		states = true // what belongs to an organisation of states is a state
	}
	if states && !slices.Contains(classes, "state") {
		classes = append(slices.Clone(classes), "state")
	}
	add("", classes)
	add("not ", f.not)
	if p := f.placeTerms(); p != "" {
		out = append(out, p)
	}
	return strings.Join(append(out, f.terms...), " ")
}

// members reports whether a group was named by its members: EU countries.
func (q *question) members(s *span) bool {
	for i := s.from; i < s.to; i++ {
		if s.to-s.from > 1 && slices.ContainsFunc(q.lex.phrases[q.tokens[i].key], func(a alt) bool {
			return a.role == Class && (a.value == "state" || a.value == "member")
		}) {
			return true
		}
	}
	return false
}

// organised reports whether a place is a group of states that they joined, not a region.
func (f *filling) organised() bool {
	return slices.ContainsFunc(f.places, func(p place) bool {
		return !p.not && p.key == "in" && (f.member || !f.q.groups[p.value].Region)
	})
}

func split(values []string) (classes, kinds []string) {
	for _, v := range values {
		if k, ok := strings.CutPrefix(v, "kind:"); ok {
			kinds = append(kinds, k)
		} else if v == "none" {
			classes = append(classes, "uncategorised")
		} else {
			classes = append(classes, v)
		}
	}
	return
}

// placeTerms writes the places: those joined are alternatives, two of one key that stand side by side are both needed.
func (f *filling) placeTerms() string {
	var out []string
	last := place{}
	for _, p := range f.places {
		switch {
		case p.key == last.key && p.not == last.not && p.joined:
			out[len(out)-1] += "," + p.value
		case p.key == last.key && !p.not && !last.not:
			out = append(out, "and "+p.key+":"+p.value)
		default:
			out = append(out, negated(p.key+":"+p.value, p.not))
		}
		last = p
	}
	return strings.Join(out, " ")
}

// timeTerm is what a time is in a slot of a template, by what binds it, as rows.txt says; ok is false if it can't be said.
func (f *filling) timeTerm(slot string, t taken) (term string, ok bool) {
	forms := []string{slot + " " + t.prep, slot}
	if t.when.from[0] == '"' {
		forms = append([]string{slot + " name-" + t.prep}, forms...)
	}
	for _, form := range forms {
		if term = f.q.lex.times[form]; term != "" {
			break
		}
	}
	values := []string{"{prep}", t.prep, "{when}", t.when.String(), "{from}", t.when.from, "{to}", t.when.to}
	from, err := tracker.ParseDate(t.when.from)
	to, wrong := tracker.ParseDate(t.when.to)
	if err == nil && wrong == nil {
		first, last := from.First().Time(), to.Last().Time()
		for name, day := range map[string]time.Time{"{first}": first, "{last}": last, "{eve}": first.AddDate(0, 0, -1),
			"{morrow}": last.AddDate(0, 0, 1), "{middle}": first.Add(last.Sub(first) / 2)} {
			values = append(values, name, string(tracker.DayOf(day)))
		}
	}
	term = strings.NewReplacer(values...).Replace(term)
	return term, term != "" && !strings.Contains(term, "{")
}

// items are the sides of a comparison: places, or classes, with what they share.
func (f *filling) items() (string, bool) {
	var out []string
	classes := f.classes
	switch {
	case len(f.places) > 1:
		shared := strings.Join(classes, ",")
		for _, p := range f.places {
			if shared == "" && p.key == "in" {
				shared = "state"
			}
			if side := negated(p.key+":"+p.value, p.not); f.sum && len(out) == 2 && strings.Contains(out[1], " "+p.key+":") {
				out[1] += "," + p.value // more than France and Germany together
			} else {
				out = append(out, strings.TrimSpace(shared+" "+side))
			}
		}
	case len(classes) > 1:
		for _, c := range classes {
			out = append(out, strings.TrimSpace(c+" "+f.placeTerms()))
		}
	default:
		return "", false
	}
	return strings.Join(out, " vs "), true
}

// dates compares the same at several times, each in a slot of its own.
func (f *filling) dates(slot string) (string, bool) {
	what := f.filter(false)
	if slot == "day" {
		what = cmp.Or(what, "supporter")
	}
	times := f.times
	if t := times[0]; len(times) == 1 && t.when.from != t.when.to {
		first := *t.span
		first.when.to = t.when.from // from the one to the other
		times = []taken{{&first, t.alt, t.context, t.as}, t}
	}
	var out []string
	for _, t := range times {
		term, ok := f.timeTerm(slot, t)
		f.bad = f.bad || !ok
		out = append(out, strings.TrimSpace(what+" "+term))
	}
	return strings.Join(out, " vs "), len(out) > 1
}

// fractionOf compares with a fraction of a group's members: two thirds are at least so many.
func (f *filling) fractionOf() (string, bool) {
	if len(f.places) != 1 || f.q.groups[f.places[0].value] == nil {
		return "", false
	}
	fraction, more := strings.CutPrefix(f.fraction, ">")
	part, whole, _ := strings.Cut(fraction, "/")
	parts, n := max(number(whole), 1), number(part)*len(f.q.groups[f.places[0].value].Members)
	cond := cmp.Or(f.cmp, "at-least")
	if f.cmp == "" && more {
		cond = "more-than"
	}
	if cond == "at-least" || cond == "fewer-than" {
		n += parts - 1 // rounded up
	}
	return cond + ":" + strconv.Itoa(n/parts), true
}
