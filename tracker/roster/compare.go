package roster

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"rollcall/tracker"
	"rollcall/tracker/names"
)

// A Diff is the difference between a list and a Book.
type Diff struct {
	Added     []*Row               // on the list, and like nobody in the Book
	Doubtful  []Doubt              // added only if they are chosen
	Changed   []Amendment          // on both, with differences
	Unchanged int                  // on both, the same or with less detail
	Missing   []*tracker.Supporter // in the Book but not on the list, which is no withdrawal; not known if too much can't be read
	Left      []Departed           // current in the Book, though the list says that they left; nothing is done about it
	Repeated  []Repeat             // rows that say of somebody what an earlier row says; they aren't applied
	Troubles                       // rows that can't be read or applied
	Emptied   Troubles             // fields that were left empty of rows that can
}

// A Doubt is a row that may be somebody who is or was in the Book, may be somebody of another row, or may mean nobody.
type Doubt struct {
	*Row
	Like    []*tracker.Supporter // the likeliest first
	Rows    []*Row               // that may be the same
	Why     error                // a Refusal, if the row itself is the reason; else nil
	Renamed *Amendment           // of the only one like it that the list doesn't have otherwise; nil for most
	Known   bool                 // the row names the one like it for sure
	Change  *Amendment           // of that one; nil if the row says nothing else
}

// An Amendment is a supporter that a list describes differently.
type Amendment struct {
	*Row
	Before *tracker.Supporter
	After  tracker.Supporter
	Fields []FieldChange
}

// A FieldChange is what changes in one field.
type FieldChange struct {
	Field  string `json:"field"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// A Departed is a row that says that a current supporter left.
type Departed struct {
	*Row
	Supporter *tracker.Supporter
}

// A Repeat is a row whose supporter an earlier row has.
type Repeat struct {
	*Row
	First *Row
}

// Compare compares a list with a Book. Names are alike if their Keys are, regardless of case, accents, punctuation and invisible
// characters. A row means a supporter with a name like its own unless something contradicts that; see [tracker.Supporter.Means]. Aliases
// are only added; a less precise joining date is no change.
func Compare(b *tracker.Book, l *List, call *tracker.Call, today tracker.Day) *Diff {
	c := &comparison{book: b, call: call, today: today, states: b.States(), undone: undone(b),
		named: map[string][]*Row{}, aliased: map[string]*Row{}, twins: map[*Row][]*Row{}, met: map[tracker.Seq]*Row{}, void: map[*Row]bool{},
		noCategory: map[Place]error{}, diff: &Diff{Troubles: Troubles{slices.Clone(l.Problems), l.More}, Emptied: l.Emptied}}
	for _, p := range l.Emptied.Problems {
		if p.Column == columns[category] {
			c.noCategory[p.Place] = p.Why
		}
	}
	rows := c.dated(l.Rows)
	all := make([]newcomer, len(rows))
	tracker.OnAll(len(all), func(i int) { all[i] = c.look(rows[i]) })
	newcomers := all[:0]
	for i := range all {
		if n := &all[i]; n.known != nil {
			c.known(n.row, n.known, n.odd)
		} else {
			newcomers = append(newcomers, *n)
		}
	}
	// Those that are in the Book come first, so that a newcomer can't take a name that the list gives one of them.
	c.lookUp(newcomers)
	for i := range newcomers {
		c.unknown(&newcomers[i])
	}
	for _, p := range l.Problems {
		for _, s := range c.book.Named(p.Name) {
			if _, ok := c.met[s.ID]; !ok {
				c.met[s.ID] = nil
			}
		}
	}
	for s := range b.Roll() {
		if _, ok := c.met[s.ID]; !ok && l.More == 0 {
			c.diff.Missing = append(c.diff.Missing, s)
		}
	}
	c.leaveOut()
	c.rename()
	c.diff.sort()
	c.diff.tellOnce()
	return c.diff
}

type comparison struct {
	book       *tracker.Book
	call       *tracker.Call
	today      tracker.Day
	states     map[string]*tracker.Supporter // of the Book, by country
	undone     map[tracker.Seq]bool          // who came by what was undone
	named      map[string][]*Row             // the newcomers of a name, by Key
	aliased    map[string]*Row               // the first newcomer with an alias, by Key
	twins      map[*Row][]*Row               // newcomers that may be one
	met        map[tracker.Seq]*Row          // the supporters that the list has
	unchanged  []*Row                        // those that say nothing new
	void       map[*Row]bool                 // those that a later row contradicts
	noCategory map[Place]error               // why a row's category couldn't be read
	diff       *Diff
}

// undone are those who left because their joining was undone: their names mean them without a doubt.
func undone(b *tracker.Book) map[tracker.Seq]bool {
	all := map[tracker.Seq]bool{}
	for e, s := range b.History() {
		if ev, ok := e.Event.(tracker.Changed); ok && ev.Why == tracker.Undone && s.NeverListed() {
			all[s.ID] = true
		} else {
			delete(all, s.ID)
		}
	}
	return all
}

func (d *Diff) sort() {
	slices.SortStableFunc(d.Doubtful, func(a, b Doubt) int { return compare(a.Place, b.Place) })
	slices.SortStableFunc(d.Repeated, func(a, b Repeat) int { return compare(a.Place, b.Place) })
	slices.SortStableFunc(d.Problems, func(a, b Problem) int { return compare(a.Place, b.Place) })
	slices.SortStableFunc(d.Left, func(a, b Departed) int { return compare(a.Place, b.Place) })
}

// tellOnce leaves out the fields of rows that are problems.
func (d *Diff) tellOnce() {
	wrong := map[Place]bool{}
	for _, p := range d.Problems {
		wrong[p.Place] = true
	}
	d.Emptied.Problems = tracker.Keep(d.Emptied.Problems, func(p Problem) bool { return !wrong[p.Place] })
}

func compare(a, b Place) int {
	return cmp.Or(cmp.Compare(a.Line, b.Line), strings.Compare(a.File, b.File))
}

// look finds who the Book has under a row's name.
func (c *comparison) look(row *Row) newcomer {
	n := newcomer{row: row, odd: row.Odd}
	exact := false
	var means []*tracker.Supporter
	for _, s := range c.book.Named(row.Supporter.Name) {
		exact = exact || slices.Contains(s.Names(), row.Supporter.Name)
		switch {
		case s.Status() == tracker.Listed && (row.ID != 0 && row.ID == s.ID || row.Means(s)): // by its number in a list that Write made, or by what both are
			means = append(means, s)
		case !c.undone[s.ID]:
			n.like = append(n.like, s)
		}
	}
	if n.odd == nil && !exact {
		n.odd = oddName(row.Supporter.Name)
	}
	if len(means) > 1 { // namesakes: the one of the row's country, or none for sure
		if of := tracker.Keep(means, func(s *tracker.Supporter) bool { return s.Country == row.Country }); len(of) == 1 {
			means = of
		}
	}
	if len(means) == 1 {
		n.known = means[0]
	} else {
		n.like = append(n.like, means...)
	}
	return n
}

// meet notes that the list has a supporter, and reports whether this is the first row that does.
func (c *comparison) meet(s *tracker.Supporter, row *Row) bool {
	first, again := c.met[s.ID]
	if again {
		c.again(row, first)
		return false
	}
	c.met[s.ID] = row
	return true
}

// again skips a row that repeats an earlier one. If the two contradict each other, it isn't known which is
// right: both are problems.
func (c *comparison) again(row, first *Row) {
	column, said, before := contradiction(&row.Supporter, &first.Supporter)
	if column == "" {
		c.diff.Repeated = append(c.diff.Repeated, Repeat{row, first})
		return
	}
	tell := func(row *Row, said string, other *Row, there string) {
		c.problem(row, column, tracker.Refuse("%q here and %q at %s, for the same supporter: neither row is applied. Leave one of them out.",
			shortened(said), shortened(there), other.Said()))
	}
	tell(row, said, first, before)
	if !c.void[first] {
		c.void[first] = true
		tell(first, before, row, said)
	}
}

// contradiction finds a column in which two rows for one supporter say different things; empty if there is none.
func contradiction(a, b *tracker.Supporter) (column, one, other string) {
	here, there := cellsOf(a), cellsOf(b)
	for _, f := range []field{category, kind, country, status, source, website, note} {
		if here[f] != "" && there[f] != "" && here[f] != there[f] {
			return columns[f], here[f], there[f]
		}
	}
	if !within(a.Joined, b.Joined) && !within(b.Joined, a.Joined) {
		return columns[joined], string(a.Joined), string(b.Joined)
	}
	return "", "", ""
}

// leaveOut removes from the difference what later rows contradict, and doubts rows that may be one supporter.
func (c *comparison) leaveOut() {
	c.doubtTwins()
	if len(c.void) > 0 {
		d := c.diff
		d.Added = slices.DeleteFunc(d.Added, func(r *Row) bool { return c.void[r] })
		d.Doubtful = slices.DeleteFunc(d.Doubtful, func(x Doubt) bool { return c.void[x.Row] })
		d.Changed = slices.DeleteFunc(d.Changed, func(a Amendment) bool { return c.void[a.Row] })
		d.Left = slices.DeleteFunc(d.Left, func(l Departed) bool { return c.void[l.Row] })
		c.unchanged = slices.DeleteFunc(c.unchanged, func(r *Row) bool { return c.void[r] })
	}
	c.diff.Unchanged = len(c.unchanged)
}

// doubtTwins doubts newcomers that may be one supporter.
func (c *comparison) doubtTwins() {
	if len(c.twins) == 0 {
		return
	}
	d := c.diff
	d.Added = slices.DeleteFunc(d.Added, func(r *Row) bool {
		if len(c.twins[r]) > 0 {
			d.Doubtful = append(d.Doubtful, Doubt{Row: r})
		}
		return len(c.twins[r]) > 0
	})
	for i, x := range d.Doubtful {
		d.Doubtful[i].Rows = c.twins[x.Row]
	}
}

// rename finds the doubtful rows that are probably somebody who isn't on the list elsewhere, under another name or in another country.
func (c *comparison) rename() {
	missing, claimed := map[*tracker.Supporter]bool{}, map[*tracker.Supporter]int{}
	for _, s := range c.diff.Missing {
		missing[s] = true
	}
	for _, x := range c.diff.Doubtful {
		for _, s := range x.Like {
			claimed[s]++
		}
	}
	for i := range c.diff.Doubtful {
		x := &c.diff.Doubtful[i]
		like := tracker.Keep(x.Like, func(s *tracker.Supporter) bool { return missing[s] })
		if len(like) != 1 || len(x.Rows) > 0 || x.Why != nil || claimed[like[0]] > 1 {
			continue
		}
		old := like[0]
		moved := slices.ContainsFunc(old.Names(), func(name string) bool { return names.Key(name) == names.Key(x.Supporter.Name) })
		if a, _, err := c.amendment(x.Row, old); err == nil && (!moved || x.Supporter.Category == old.Category) {
			if !moved {
				a.set("name", &a.After.Name, x.Supporter.Name)
				a.After.Aliases = append(slices.Clone(a.After.Aliases), old.Name)
			}
			x.Renamed = &a
		}
	}
}

func (c *comparison) problem(row *Row, column string, why error) {
	c.diff.trouble(row.Place, row.Supporter.Name, wrong{column: column, why: why})
}

// known compares a row with the supporter that it names. An odd row changes nothing unless it is chosen.
func (c *comparison) known(row *Row, old *tracker.Supporter, odd error) {
	if row.Supporter.Status() != tracker.Listed {
		// It may be an earlier entry of that name, which left, or this one.
		if !slices.ContainsFunc(c.book.Named(row.Supporter.Name), func(s *tracker.Supporter) bool { return s.Status() != tracker.Listed }) && c.meet(old, row) {
			c.diff.Left = append(c.diff.Left, Departed{row, old})
		}
		return
	}
	if !c.meet(old, row) {
		return
	}
	a, column, err := c.amendment(row, old)
	switch {
	case err != nil:
		c.problem(row, column, err)
	case odd != nil:
		doubt := Doubt{Row: row, Like: []*tracker.Supporter{old}, Why: odd, Known: true}
		if len(a.Fields) > 0 {
			doubt.Change = &a
		}
		c.diff.Doubtful = append(c.diff.Doubtful, doubt)
	case len(a.Fields) == 0:
		c.unchanged = append(c.unchanged, row)
	default:
		c.diff.Changed = append(c.diff.Changed, a)
	}
}

// amendment is what a row changes about a supporter, or why it can't.
func (c *comparison) amendment(row *Row, old *tracker.Supporter) (a Amendment, column string, err error) {
	a = Amendment{Row: row, Before: old, After: *old}
	said := &row.Supporter
	if !slices.Contains(old.Aliases, said.Name) && names.Key(said.Name) == names.Key(old.Name) { // the spelling of an alias is no change
		a.set("name", &a.After.Name, said.Name)
	}
	c.addAliases(&a, said)
	set(&a, "category", &a.After.Category, said.Category)
	set(&a, "kind", &a.After.Kind, said.Kind)
	set(&a, "country", &a.After.Country, said.Country)
	if a.After.Category == tracker.State && (old.Category != tracker.State || a.After.Country != old.Country) {
		if err := c.takeState(a.After); err != nil {
			return a, "country", err
		}
	}
	if !within(old.Joined, said.Joined) {
		set(&a, "joined", &a.After.Joined, said.Joined)
	}
	a.set("source", &a.After.Source, said.Source)
	a.set("website", &a.After.Website, said.Website)
	a.set("note", &a.After.Note, said.Note)
	return a, "aliases", c.book.Vacant(&a.After)
}

// set takes over what a list says about a field, if that differs.
func set[T ~string](a *Amendment, field string, now *T, said T) {
	if said != "" && clean(string(*now)) != string(said) {
		a.Fields = append(a.Fields, FieldChange{field, string(*now), string(said)})
		*now = said
	}
}

func (a *Amendment) set(field string, now *string, said string) { set(a, field, now, said) }

// addAliases adds the aliases that are new, and the name's old form.
func (c *comparison) addAliases(a *Amendment, said *tracker.Supporter) {
	old := a.Before
	has := map[string]bool{}
	for _, n := range old.Names() {
		has[names.Key(n)] = true
	}
	all := slices.Clone(old.Aliases)
	for _, n := range said.Aliases {
		key := names.Key(n)
		if has[key] {
			continue
		}
		has[key] = true
		all = append(all, n)
	}
	if len(all) > len(old.Aliases) {
		a.Fields = append(a.Fields, FieldChange{"aliases", joinAliases(old.Aliases), joinAliases(all)})
	}
	if a.After.Name != old.Name && !slices.Contains(all, old.Name) {
		all = append(all, old.Name)
	}
	a.After.Aliases = all
}

// within reports whether another date, as precise or more so, says all that a date says.
func within(known, said tracker.Date) bool {
	return said == "" || known != "" && said.First() <= known.First() && known.Last() <= said.Last()
}

// dated returns rows without their impossible joining dates: those to come, and those before the call.
func (c *comparison) dated(rows []*Row) []*Row {
	rows = slices.Clone(rows)
	emptied := &c.diff.Emptied
	emptied.Problems = slices.Clone(emptied.Problems)
	for i, row := range rows {
		joining := row.Supporter.Joined
		err := c.call.Joinable(joining)
		if joining != "" && joining.First() > c.today {
			err = tracker.Refuse("%s is in the future; today is %s.", joining, c.today)
		}
		if err != nil {
			emptied.trouble(row.Place, row.Supporter.Name, wrong{columns[joined], string(joining), err})
			undated := *row
			undated.Supporter.Joined = ""
			rows[i] = &undated
		}
	}
	slices.SortStableFunc(emptied.Problems, func(a, b Problem) int { return compare(a.Place, b.Place) })
	return rows
}

// takeState makes sure that a country has only one state.
func (c *comparison) takeState(s tracker.Supporter) error {
	if s.Country == "" {
		return tracker.Refuse("A state needs its country.")
	}
	if other := c.states[s.Country]; other != nil && (s.ID == 0 || other.ID != s.ID) {
		return tracker.Refuse("%s is there already, as a state with country %s.", other, s.Country)
	}
	c.states[s.Country] = &s
	return nil
}

// A newcomer is a row that names nobody in the Book for sure.
type newcomer struct {
	row   *Row
	known *tracker.Supporter // the supporter in the Book that it means; nil if that isn't sure
	odd   error              // why it may mean nobody; nil for most
	keys  []string           // of its names
	like  []*tracker.Supporter
}

// lookUp finds what the Book, as it is, knows about newcomers.
func (c *comparison) lookUp(all []newcomer) {
	if len(all) == 0 {
		return
	}
	index := indexOf(c.book)
	tracker.OnAll(len(all), func(i int) {
		n := &all[i]
		n.keys = tracker.Each(n.row.Names(), names.Key)
		c.likeTo(n, index)
	})
}

// unknown sorts out a newcomer.
func (c *comparison) unknown(n *newcomer) {
	row, s := n.row, &n.row.Supporter
	if s.Status() != tracker.Listed {
		return // neither is in the Book
	}
	if s.Category == "" {
		c.problem(row, "category", cmp.Or(c.noCategory[row.Place], tracker.Refuse("Who is new needs a category: state, public_authority, civil_society, company, or uncategorised if the list has none.")))
		return
	}
	alike := c.alike(n)
	for _, other := range alike {
		if s.Means(&other.Supporter) || other.Supporter.Means(s) {
			c.again(row, other)
			return
		}
	}
	like := n.like
	if s.Category == tracker.State {
		if other := c.states[s.Country]; other != nil && other.ID != 0 && s.Country != "" {
			like = append(slices.DeleteFunc(like, func(l *tracker.Supporter) bool { return l == other }), other)
		} else if err := c.takeState(*s); err != nil {
			c.problem(row, "country", err)
			return
		}
	}
	c.claim(n, alike)
	if len(like)+len(alike) > 0 || n.odd != nil {
		c.diff.Doubtful = append(c.diff.Doubtful, Doubt{Row: row, Like: like, Why: n.odd})
		return
	}
	if err := c.book.Vacant(s); err != nil {
		c.problem(row, "name", err)
		return
	}
	c.diff.Added = append(c.diff.Added, row)
}

// alike are the earlier rows that have a newcomer's name as a name, or its name or one of its aliases as the other. Two that
// have only an alias in common are two bodies with one acronym.
func (c *comparison) alike(n *newcomer) []*Row {
	rows := slices.Clone(c.named[n.keys[0]])
	if other := c.aliased[n.keys[0]]; other != nil {
		rows = tracker.Include(rows, other)
	}
	for _, key := range n.keys[1:] {
		rows = tracker.Include(rows, c.named[key]...)
	}
	return rows
}

// claim notes what a newcomer is called, and who else it may be.
func (c *comparison) claim(n *newcomer, alike []*Row) {
	c.named[n.keys[0]] = append(c.named[n.keys[0]], n.row)
	for _, key := range n.keys[1:] {
		if c.aliased[key] == nil {
			c.aliased[key] = n.row
		}
	}
	for _, other := range alike {
		c.twins[n.row] = append(c.twins[n.row], other)
		c.twins[other] = append(c.twins[other], n.row)
	}
}

// likeTo adds, to those who left under a newcomer's name, supporters with one of its aliases and supporters with a very near name.
func (c *comparison) likeTo(n *newcomer, index *names.Index) {
	add := func(found *tracker.Supporter) {
		if found != nil {
			n.like = tracker.Include(n.like, found)
		}
	}
	s := &n.row.Supporter
	for _, alias := range s.Aliases {
		for _, other := range c.book.Named(alias) {
			if other.Status() == tracker.Listed {
				add(other)
			}
		}
	}
	for _, m := range index.Near(s.Name, 3) {
		if isNear(s.Name, m) {
			add(c.book.Supporter(tracker.Seq(m.ID)))
		}
	}
}

// isNear reports whether a match is more than a family likeness: the same but for a legal form, an acronym in brackets or the
// order of its words, or misspelt or cut off by at most one letter in six, not counting digits.
func isNear(name string, m names.Match) bool {
	const oneInSix, cutOff, whole = 0.61, 0.85, 0.87
	switch m.How {
	case names.Prefix:
		return m.Score >= cutOff && names.Digits(name) == names.Digits(m.Name)
	case names.Typo:
		return m.Score > oneInSix && names.Digits(name) == names.Digits(m.Name)
	case names.Exact, names.Suffix, names.Acronym, names.Reordered:
		return m.Score > whole
	}
	return false
}

func indexOf(b *tracker.Book) *names.Index {
	var all []names.Name
	for s := range b.Roll() {
		all = append(all, names.Called(names.ID(s.ID), s.Names())...)
	}
	return names.New(all)
}

// Decide decides that a Diff is applied, with the doubtful rows that a person chose. The source stands for
// rows that give none. What the Book has already is skipped; if it changed differently since it was compared, nothing
// is applied.
func (d *Diff) Decide(source string, today tracker.Day, chosen ...Place) func(*tracker.Book) ([]tracker.Event, error) {
	return func(b *tracker.Book) ([]tracker.Event, error) {
		if err := tracker.CheckSource(source); err != nil {
			return nil, err
		}
		rows, changed := slices.Clone(d.Added), slices.Clone(d.Changed)
		for _, at := range chosen {
			i := slices.IndexFunc(d.Doubtful, func(x Doubt) bool { return x.Place == at })
			if i < 0 {
				return nil, tracker.Refuse("There is no doubtful row at %s. Nothing was changed.", at.Said())
			}
			switch x := d.Doubtful[i]; {
			case x.Change != nil && !slices.ContainsFunc(changed, func(a Amendment) bool { return a.Row == x.Row }):
				changed = append(changed, *x.Change)
			case !x.Known:
				rows = append(rows, x.Row)
			}
		}
		slices.SortStableFunc(rows, func(a, b *Row) int { return compare(a.Place, b.Place) })
		rows = slices.CompactFunc(rows, func(a, b *Row) bool { return a.Place == b.Place })
		events, err := tracker.TryEach(rows, func(row *Row) (tracker.Event, error) { return join(b, row, source, today) })
		if err != nil {
			return nil, err
		}
		events = slices.DeleteFunc(events, func(e tracker.Event) bool { return e == nil })
		for _, a := range changed {
			switch now := b.Supporter(a.Before.ID); {
			case now != nil && same(now, &a.After):
			case now == nil || !same(now, a.Before):
				return nil, tracker.Refuse("%s changed since the list was compared; compare it again. Nothing was changed.", a.Before)
			default:
				events = append(events, a.event(source))
			}
		}
		return events, nil
	}
}

// join is the event by which a row's supporter joined; nil if it did.
func join(b *tracker.Book, row *Row, source string, today tracker.Day) (tracker.Event, error) {
	said := row.Supporter
	said.Source = cmp.Or(said.Source, source)
	events, err := tracker.Add(said, today)(b)
	if err != nil {
		if slices.ContainsFunc(b.Named(said.Name), func(s *tracker.Supporter) bool { return s.Status() == tracker.Listed && said.Means(s) }) {
			return nil, nil
		}
		if refusal, ok := errors.AsType[tracker.Refusal](err); ok {
			return nil, tracker.Refuse("%s, %s: %s Nothing was changed.", row.Said(), said.Name, refusal)
		}
		return nil, err
	}
	return events[0], nil // Add returns only one
}

// Decide decides that a supporter becomes what the list says, by a source.
func (a *Amendment) Decide(source string) func(*tracker.Book) ([]tracker.Event, error) {
	return func(*tracker.Book) ([]tracker.Event, error) { return []tracker.Event{a.event(source)}, nil }
}

// event is what happened to a supporter by an amendment.
func (a *Amendment) event(source string) tracker.Event {
	why := tracker.Amended
	after := a.After
	if after.Category != a.Before.Category {
		why = tracker.Recategorised
	}
	if after.Joined != a.Before.Joined {
		after.JoinedSource = source
	}
	return tracker.Changed{Why: why, Source: source, Supporter: after}
}

// same reports whether two states of a supporter have the same fields that a list can change.
func same(a, b *tracker.Supporter) bool {
	return slices.Equal(cellsOf(a), cellsOf(b))
}
