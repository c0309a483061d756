package ask

import (
	"slices"
	"strconv"
	"strings"

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
	numbers  []int
	cmp      string
	dim      string
	values   map[Role]string
	homes    []string // the countries given beside a name
	left     bool     // all names are left out
	mixed    bool     // categories and kinds are alternatives
	member   bool     // a word for the members of a group was used
	everyone bool     // a word for all supporters was used
	fraction string   // of a group that was said: 2/3, or >1/2 if more is meant
	both     bool     // of two places both are needed
	again    bool     // a class was said twice
	ordinal  bool     // a number is the place in an order
	joined   bool     // and, or a comma stands between classes
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

// fill sorts what was taken.
func (q *question) fill(ts []taken) *filling {
	f := &filling{q: q, ts: ts, values: map[Role]string{}, left: true}
	not, waiting, joined, including := false, false, false, false
	none := slices.ContainsFunc(ts, func(t taken) bool { return t.role == Op && t.value == "none" })
	sides := slices.ContainsFunc(ts, func(t taken) bool { return t.role == Op && (t.value == "vs" || t.value == "diff") })
	for i, t := range ts {
		comma := t.from > 0 && (q.tokens[t.from].brk == ',' || q.tokens[t.from].brk == '-')
		not = not || t.denied
		switch t.role {
		case Op:
			what, fraction, _ := strings.Cut(t.value, ":")
			switch what {
			case "both":
				f.both = true
			case "fraction":
				f.fraction = fraction
			case "not", "except", "isnt":
				if none {
					continue // aucun pays n'est signataire denies once
				}
				if t.value == "isnt" && (i == 0 || i+1 < len(ts) && ts[i+1].as.what == "name") {
					continue // "hasn't Kenya signed?" asks whether it has
				}
				not, waiting = true, true
			case "and", "or":
				joined = true // not "also": NATO members that are also EU members are both
			case "including":
				including = true
			}
			continue
		case Class:
			if including && (f.everyone || len(f.classes) > 0 && strings.HasPrefix(t.value, "kind:")) {
				break // supporters, companies included; civil society with the universities
			}
			// "companies from ASEAN countries": the countries belong to the place.
			if t.value == "state" && i > 0 && (len(f.classes) > 0 || f.everyone || slices.Contains(f.terms, "not state")) && (ts[i-1].role == Group || ts[i-1].role == Country) && ts[i-1].to == t.from {
				continue
			}
			f.mixed = f.mixed || (joined || comma) && !not && len(f.classes) > 0 &&
				strings.HasPrefix(t.value, "kind:") != strings.HasPrefix(f.classes[len(f.classes)-1], "kind:")
			if t.value == "state" && i+1 < len(ts) && ts[i+1].role == Term && ts[i+1].value == "unsigned" {
				continue // from countries whose government hasn't signed
			}
			if t.value == "state" && i+1 < len(ts) && ts[i+1].role == Country && q.tokens[ts[i+1].from].brk == ':' {
				continue // country: Norway
			}
			// "les entreprises des pays du G7": so do these.
			if t.value == "state" && (len(f.classes) > 0 || f.everyone) && ofGroup(ts[i+1:]) {
				continue
			}
			f.joined = f.joined || (joined || comma) && (f.everyone || len(f.classes) > 0)
			f.again = f.again || slices.Contains(f.classes, t.value)
			f.class(t.value, not)
		case Term:
			f.term(t.value, not)
		case Country, Group:
			if t.as.what == "name" {
				beside := func(o taken) bool { return o.as.what == "name" && o.span != t.span }
				f.bad = f.bad || not || t.role == Group && q.groups[t.value].Region && slices.ContainsFunc(ts, beside)
				if (t.prep == "from" || t.prep == "of" || !joined && q.people(t.span)) && t.name && t.role == Country {
					f.homes = append(f.homes, strings.TrimSuffix(t.value, " people"))
					break
				}
				f.bad = f.bad || t.name && q.people(t.span) // the UK one or the Norwegian
				name := q.called(t)
				if slices.Contains(f.names, name) && (q.tokens[t.from].flag || t.role == Group) {
					break // Norway 🇳🇴; the OIF, the Francophonie
				}
				f.bad = f.bad || slices.Contains(f.names, name) || len(f.names) > 0 && !joined && !comma && !sides && t.prep == "of"
				f.names, f.left = append(f.names, name), f.left && not
				break
			}
			key := "in"
			code := t.value
			if t.role == Country {
				key, code = "country", strings.TrimSuffix(code, " people")
			}
			if t.role == Group && !f.everyone && q.members(t.span) {
				f.member = true
				if not && len(f.classes) == 0 {
					f.class("state", false) // non-EU countries
				}
			}
			if key == "country" && !not && f.within(code) {
				f.bad = f.bad || !including // those of the group who are from one country of it
				break
			}
			if len(f.places) > 0 && !joined && !comma && !sides && !not && t.prep == "of" {
				f.bad = true // the US state of Georgia is neither
			}
			f.both = f.both || key == "in" && len(f.places) == 1 && slices.Equal(f.classes, []string{"state"}) && again(ts[:i]) && !q.groups[code].Region && !q.groups[f.places[0].value].Region
			f.place(place{key, code, not, joined || comma || key == "country"})
		case Name, Stranger:
			if t.role == Stranger && t.name && (t.prep == "from" || t.prep == "of") {
				for _, m := range names.CountriesIn(t.value) { // from Ciudad de México, which another of the name may be
					f.bad = f.bad || slices.ContainsFunc(f.names, func(n string) bool { return q.home[n] != "" && q.home[n] != m.Country.Code })
				}
				break // where it is from
			}
			if name := q.called(t); t.as.what == "name" && !slices.Contains(f.names, name) {
				f.names, f.left = append(f.names, name), f.left && not
			} else if t.as.what != "name" {
				f.values[t.role] = t.value
			}
		case Time:
			f.times = append(f.times, t)
		case Number:
			n, _ := strconv.Atoi(t.value)
			f.numbers = append(f.numbers, n)
			f.ordinal = f.ordinal || q.tokens[t.from].ordinal()
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
				not = false
			}
			including = including || t.role == Filler && t.value == "with"
			continue
		default:
			f.values[t.role] = t.value
		}
		// "not" goes on over what is joined to what it denies: neither A nor B.
		waiting = false
		if i+1 < len(ts) && !q.goesOn(ts[i+1:]) {
			not, including = false, false
		}
		joined = false
	}
	_, kinds := split(f.classes)
	stateless := slices.Contains(f.terms, "not state") || slices.Contains(f.terms, "unsigned") || slices.Contains(f.not, "state") || len(kinds) > 0 && !f.mixed
	if f.both && len(f.places) == 2 && f.places[0].key == f.places[1].key {
		f.places[1].joined = false // of both the EU and NATO
	}
	f.bad = f.bad || len(f.classes) > 0 && slices.ContainsFunc(f.not, func(c string) bool { return !strings.HasPrefix(c, "kind:") }) // no company is an NGO
	f.bad = f.bad || f.member && slices.Contains(f.not, "state")                                                                     // EU members without a state are missing
	one := len(f.places) == 1 && f.places[0].key == "country" && !f.places[0].not
	ranked := slices.ContainsFunc(ts, func(t taken) bool { return t.role == Op && (t.value == "first" || t.value == "last") })
	f.bad = f.bad || one && (ranked || len(f.numbers) > 0) && slices.Equal(f.classes, []string{"state"}) // a country has one
	f.bad = f.bad || waiting || stateless && slices.Contains(f.classes, "state")                         // none can be both, nor is a state of a kind
	return f
}

// again reports whether what was taken ends with "and" and a preposition for what follows alone: in the EU and in NATO.
func again(ts []taken) bool {
	n := len(ts)
	for n > 0 && ts[n-1].role == Filler {
		n--
	}
	return n > 1 && ts[n-1].role == Prep && !ts[n-1].is(Prep, "of") && ts[n-2].role == Op && ts[n-2].value == "and"
}

// placedFirst reports whether a place stands before what asks for a share.
func (f *filling) placedFirst() bool {
	first := slices.IndexFunc(f.ts, func(t taken) bool { return t.role == Country || t.role == Group || t.role == Ask && t.value == "share" })
	return first >= 0 && f.ts[first].role != Ask
}

// within reports whether a country belongs to a group that was taken as a place.
func (f *filling) within(code string) bool {
	return slices.ContainsFunc(f.places, func(p place) bool { return p.key == "in" && !p.not && f.q.groups[p.value].Has(code) })
}

// goesOn reports whether what follows is joined to what stands before it.
func (q *question) goesOn(ts []taken) bool {
	return ts[0].role == Op && (ts[0].value == "or" || ts[0].value == "and") || q.tokens[ts[0].from].brk == ',' || ts[0].role == Filler && len(ts) > 1 && q.goesOn(ts[1:])
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
	for _, o := range f.places {
		if o.key == p.key && o.value == p.value {
			f.bad = f.bad || o.not != p.not
			return
		}
	}
	f.places = append(f.places, p)
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

// came reports whether somebody is said to have come.
func (f *filling) came() bool {
	return slices.ContainsFunc(f.ts, func(t taken) bool { return t.role == Pred && (t.value == "join" || t.value == "add") })
}

// share writes the part and the whole that an operator or "is" stands between: the states of the EU among the states; how much of
// the companies is French.
func (f *filling) share() (string, bool) {
	at := slices.IndexFunc(f.ts, func(t taken) bool { return t.role == Op && (t.value == "within" || t.value == "part") })
	is := at < 0 || f.fraction != ""
	if is {
		at = slices.IndexFunc(f.ts, func(t taken) bool { return t.role == Ask && t.value == "is" })
	}
	if at < 0 || len(f.not) > 0 || slices.ContainsFunc(f.ts[at+1:], func(t taken) bool { return number(f.q.tokens[t.from].text) > 0 }) {
		return "", false // out of 193
	}
	part, whole := f.q.fill(f.ts[:at]), f.q.fill(f.ts[at+1:])
	if is {
		part, whole = whole, part
	}
	part.everyone, whole.everyone = part.everyone || len(part.places) > 0, true
	a, b := part.filter(false), whole.filter(false)
	if b == "" {
		b = "supporter"
	}
	f.bad = f.bad || part.bad || whole.bad
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
	if i := t.from - 2; t.role == Country && i >= 0 && slices.ContainsFunc(q.lex.phrases[keyOf(q.tokens[i:t.from])], func(a alt) bool { return a.value == "the-country" }) {
		return q.words(i, t.to) // the country of Georgia, which is no state of the US
	}
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
		return f.placeTerms() + " of " + strings.Join(f.classes, ","), f.placedFirst() && len(f.places) == 1
	case "base":
		if f.again || f.placedFirst() {
			return "", false // companies of all companies
		}
		if p := f.placeTerms(); p != "" {
			return p, true
		}
		return "supporter", true
	case "share":
		return f.share()
	case "from":
		if state := slices.Contains(f.classes, "state"); state && f.joined && (len(f.classes) > 1 || f.everyone) {
			return "", false // more than 500 companies and states
		} else if state && (len(f.classes) > 1 || f.everyone) {
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
		return f.placeTerms(), slices.ContainsFunc(f.places, func(p place) bool { return !p.not && p.key == "in" })
	case "names", "vs":
		all := make([]string, len(f.names))
		nobody := len(all) > 1 && !slices.ContainsFunc(f.ts, func(t taken) bool { return t.as.what == "name" && t.role != Stranger })
		for i, n := range f.names {
			if all[i] = plain(n); nobody {
				all[i] = quote(n) // names for sure, though nobody bears them
			}
		}
		if name == "vs" {
			return strings.Join(all, " vs "), len(all) > 1
		}
		if len(f.homes) == 1 {
			for _, name := range f.names {
				if home := f.q.home[name]; home != "" && home != f.homes[0] {
					return "", false // somebody else of that name
				}
			}
			return strings.Join(all, ", ") + " country:" + f.homes[0], len(all) > 0
		}
		return strings.Join(all, ", "), len(all) > 0
	case "came": // with nothing that binds it but in, on or between
		had := func(t taken) bool { return t.span.is(Filler, "had") } // which asks how it was then
		if len(f.times) != 1 || slices.ContainsFunc(f.ts, had) || !slices.Contains([]string{"in", "on", "between", "from"}, f.times[0].prep) {
			return "", false
		}
		return "joined:" + f.times[0].when.String(), true
	case "ordered":
		if slices.ContainsFunc(f.ts, func(t taken) bool { return t.role == Prep && t.value == "after" }) {
			slices.Reverse(f.names)
		}
		return f.slot("names")
	case "ranked":
		of := slices.IndexFunc(f.places, func(p place) bool { return p.key == "country" && !p.not })
		people := func(t taken) bool { return t.role == Country && f.q.people(t.span) }
		if of < 0 || slices.ContainsFunc(f.ts, people) {
			return "", false
		}
		country := f.places[of].value
		if f.places = slices.Delete(f.places, of, of+1); slices.ContainsFunc(f.places, func(p place) bool { return p.key == "country" }) {
			return "", false
		}
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
	case "asof":
		if len(f.times) == 0 {
			return "", true
		}
		return "as-of:" + f.asOf(f.times[0]), len(f.times) == 1
	case "listed":
		var out []string
		for _, t := range f.times {
			if t.value == "today" && t.prep == "" && !f.came() {
				return "", false // how many are there today?
			}
			out = append(out, f.listed(t))
		}
		return strings.Join(out, " "), true
	case "later":
		for _, t := range f.times {
			if t.prep == "since" && len(t.when.from) == len("2006-01") {
				return "", false // who came in that month may have come since
			}
		}
		return f.slot("listed")
	case "joined":
		if len(f.times) != 1 {
			return "", false
		}
		return "joined:" + f.times[0].when.String(), true
	case "period":
		if len(f.times) == 0 {
			return "", true
		}
		return f.period(f.times[0]), len(f.times) == 1
	case "number":
		if len(f.numbers) == 0 {
			return "", true
		}
		return strconv.Itoa(f.numbers[0]), len(f.numbers) == 1 && !f.ordinal
	case "nth":
		i := slices.IndexFunc(f.ts, func(t taken) bool { return strings.HasPrefix(t.value, "nth:") })
		return strings.TrimPrefix(f.ts[i].value, "nth:"), len(f.places) == 0 || !slices.Contains(f.classes, "state")
	case "numbers":
		var out []string
		for _, n := range f.numbers {
			out = append(out, strconv.Itoa(n))
		}
		return strings.Join(out, ","), len(out) > 0
	case "cond":
		if f.cmp == "" {
			return "", len(f.numbers) == 0
		}
		if f.everyone && f.member || (f.everyone || len(f.classes) > 1) && slices.Contains(f.classes, "state") {
			return "", false // states with so many supporters: two things are counted
		}
		return f.cmp + ":" + strconv.Itoa(f.number()), len(f.numbers) == 1 && !f.ordinal
	case "dim":
		return strings.TrimSuffix(f.dim, "ly"), f.dim != "monthly"
	case "category":
		if len(f.classes) > 1 || len(f.classes) == 1 && strings.Contains(f.classes[0], ":") {
			return "", false
		}
		if f.everyone && len(f.classes) == 0 {
			return "total", true
		}
		return strings.Join(f.classes, ""), true
	case "items":
		return f.items()
	case "dates":
		return f.dates(func(t taken) string { return "as-of:" + t.when.to })
	case "years":
		return f.dates(f.listed)
	case "fraction":
		return f.fractionOf()
	case "group":
		if len(f.places) != 1 || f.places[0].key != "in" || f.again || f.everyone && (!f.member || slices.Contains(f.classes, "state")) {
			return "", false
		}
		return f.places[0].value, true
	}
	return f.values[roles[name]], f.values[roles[name]] != ""
}

func (f *filling) number() int {
	if len(f.numbers) == 0 {
		return 0
	}
	return f.numbers[0]
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
	classes, kinds := split(f.classes)
	if len(f.classes) == 0 && len(f.not) == 0 && len(f.terms) == 0 && (!f.everyone || f.member) && f.organised() {
		states = true // what belongs to an organisation of states is a state
	}
	if states && !slices.Contains(classes, "state") {
		classes = append(classes, "state")
	}
	for i, c := range classes {
		if c == "none" {
			classes[i] = "uncategorised"
		}
	}
	if len(classes) > 0 {
		out = append(out, strings.Join(classes, ","))
	}
	if len(kinds) > 0 {
		out = append(out, "kind:"+strings.Join(kinds, ","))
	}
	classes, kinds = split(f.not)
	if len(classes) > 0 {
		out = append(out, "not "+strings.Join(classes, ","))
	}
	if len(kinds) > 0 {
		out = append(out, "not kind:"+strings.Join(kinds, ","))
	}
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

// asOf is the day of the list that a time means: its last, or its first, the one in its middle, or the one before it.
func (f *filling) asOf(t taken) string {
	if t.prep != "before" && t.prep != "start" && t.prep != "mid" {
		return t.when.to
	}
	date, err := tracker.ParseDate(t.when.from)
	if err != nil {
		f.bad = true // the day before somebody joined has no name
		return ""
	}
	day := date.First().Time()
	switch t.prep {
	case "before":
		day = day.AddDate(0, 0, -1)
	case "mid":
		day = day.Add(date.Last().Time().Sub(day) / 2)
	}
	return string(tracker.DayOf(day))
}

// listed is the term of a filter that a time means.
func (f *filling) listed(t taken) string {
	switch t.prep {
	case "since", "before", "after", "until":
		if t.prep == "since" && strings.HasPrefix(t.when.from, `"`) {
			return "after:" + t.when.from // since the US joined: who came later
		}
		return t.prep + ":" + t.when.from
	}
	return "listed:" + t.when.String()
}

// period is the term that a time is of changes, charts and figures.
func (f *filling) period(t taken) string {
	f.bad = f.bad || (t.prep == "since" || t.prep == "after") && strings.HasPrefix(t.when.from, `"`) // who came after somebody is listed
	switch t.prep {
	case "since":
		return "on:" + t.when.from + ".."
	case "until":
		return "on:.." + t.when.to
	case "before", "after":
		return t.prep + ":" + t.when.from
	}
	return "on:" + t.when.String()
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
			out = append(out, strings.TrimSpace(shared+" "+negated(p.key+":"+p.value, p.not)))
		}
	case len(classes) > 1 && len(f.places) <= 1:
		for _, c := range classes {
			out = append(out, strings.TrimSpace(c+" "+f.placeTerms()))
		}
	default:
		return "", false
	}
	return strings.Join(out, " vs "), true
}

// dates compares the same at several times.
func (f *filling) dates(term func(taken) string) (string, bool) {
	if len(f.times) < 2 || !f.apart() {
		return "", false
	}
	what := f.filter(false)
	var out []string
	for _, t := range f.times {
		if term := term(t); what == "" && strings.HasPrefix(term, "as-of:") {
			out = append(out, "supporter "+term)
			continue
		}
		out = append(out, strings.TrimSpace(what+" "+term(t)))
	}
	return strings.Join(out, " vs "), true
}

// apart reports whether something stands between all times: an operator, a comma.
func (f *filling) apart() bool {
	last := -1
	for i, t := range f.ts {
		if t.role != Time {
			continue
		}
		if last >= 0 && !slices.ContainsFunc(f.ts[last+1:i+1], func(t taken) bool { return t.role == Op || f.q.tokens[t.from].brk != 0 }) {
			return false
		}
		last = i
	}
	return true
}

// fractionOf compares with a fraction of a group's members: two thirds are at least so many.
func (f *filling) fractionOf() (string, bool) {
	if len(f.places) != 1 || f.q.groups[f.places[0].value] == nil {
		return "", false
	}
	fraction, more := strings.CutPrefix(f.fraction, ">")
	part, whole, _ := strings.Cut(fraction, "/")
	a, b := number(part), number(whole)
	if b == 0 {
		return "", false
	}
	n := a * len(f.q.groups[f.places[0].value].Members)
	switch {
	case f.cmp == "more-than" || f.cmp == "" && more:
		return "more-than:" + strconv.Itoa(n/b), true
	case f.cmp == "fewer-than":
		return "fewer-than:" + strconv.Itoa((n+b-1)/b), true
	case f.cmp == "at-most":
		return "at-most:" + strconv.Itoa(n/b), true
	}
	return "at-least:" + strconv.Itoa((n+b-1)/b), true
}
