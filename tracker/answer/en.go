package answer

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"rollcall/tracker"
	"rollcall/tracker/names"
)

// English tells answers in English.
type English struct{}

// Lang is the language's ISO 639-1 code.
func (English) Lang() string { return "en" }

// Status tells whether somebody is on the roll, and what is known of it.
func (w English) Status(a *Answer) (string, []string) {
	switch a.Kind { // of one of several that are told together
	case Ambiguous:
		return w.Ambiguous(a)
	case Missing:
		return w.Missing(a)
	}
	switch a.Status {
	case NotListed:
		if a.Group != nil {
			members, lines := w.Missing(a)
			return fmt.Sprintf("%s itself is not on the roll of the %s.", capital(w.group(a.Group)), a.Call.Name), append([]string{members}, lines...)
		}
		return fmt.Sprintf("%s %s not on the roll of the %s%s.", w.subject(a), w.was(a), a.Call.Name, w.then(a)), w.fromThere(a)
	case Announced:
		said := map[string]string{"announced": "it was announced that it would sign", "expected": "it was expected to join", "self_declared": "it says that it supports it"}
		return fmt.Sprintf("%s is not on the roll of the %s, although %s.", w.subject(a), a.Call.Name, cmp.Or(said[a.Claims[0].Standing], "it is said to support it")),
			append(w.claims(a), w.fromThere(a)...)
	case UnknownName:
		lines := []string{"That doesn't say that it hasn't signed: it may be listed under another name."}
		if len(a.Candidates) == 1 {
			lines = append(lines, "The nearest name is "+a.Candidates[0]+".")
		} else if len(a.Candidates) > 1 {
			lines = append(lines, "The nearest names are "+w.list(a.Candidates)+".")
		}
		return fmt.Sprintf("I know no supporter called “%s”.", brief(a.Subject)), lines
	}
	s := a.Supporters[0].Whole
	what := w.what(s)
	switch a.Status {
	case tracker.Withdrawn:
		return fmt.Sprintf("%s (%s) withdrew from the %s; it left the roll on %s.", s.Name, what, a.Call.Name, w.day(s.Left.On)),
			append(w.facts(a, s), "Source of the withdrawal: "+s.Left.Source)
	case tracker.Merged:
		return fmt.Sprintf("%s (%s) left the roll on %s: it was merged into %s, which goes on.", s.Name, what, w.day(s.Left.On), a.Book.Supporter(s.Left.Into).Name),
			append(w.facts(a, s), "Source of the merger: "+s.Left.Source)
	case tracker.Removed:
		return fmt.Sprintf("%s (%s) was taken off the roll on %s: %s.", s.Name, what, w.day(s.Left.On), w.reason(s.Left.Reason)),
			append(w.facts(a, s), "That is not a withdrawal.", "Source of the removal: "+s.Left.Source)
	}
	lines := append(w.others(a), w.facts(a, s)...)
	if a.Group != nil {
		lines = append(lines, fmt.Sprintf("Of its %s, %s on the roll as states.", w.number(len(a.Group.Members), "member", "members"), w.are(a.Signed)))
	}
	return fmt.Sprintf("%s %s on the roll of the %s%s, as %s.", s.Name, w.was(a), a.Call.Name, w.then(a), what), lines
}

// was is the verb of a standing, and then the day of one that isn't of today.
func (English) was(a *Answer) string {
	if a.past() {
		return "was"
	}
	return "is"
}

func (w English) then(a *Answer) string {
	if a.past() {
		return " on " + w.day(a.AsOf)
	}
	return ""
}

// others tells who else can be taken for somebody: near namesakes on the roll, and what bears the same name elsewhere.
func (w English) others(a *Answer) (lines []string) {
	for _, s := range a.Supporters[1:] {
		lines = append(lines, s.Name+" is on the roll, too, and may be the same.")
	}
	if other := names.Homonym(a.Homonym, w.Lang()); other != "" {
		lines = append(lines, "Not to be confused with "+other+".")
	}
	return lines
}

// are is a number with its verb: "27 are".
func (English) are(n int) string {
	if n == 1 {
		return "1 is"
	}
	return digits(n, ",") + " are"
}

// subject is a country in English, and else as it is called.
func (w English) subject(a *Answer) string {
	if a.Country != "" {
		return w.country(a.Country)
	}
	return a.Subject
}

// fromThere tells of supporters from a country whose state isn't on the roll.
func (w English) fromThere(a *Answer) []string {
	if a.FromCountry == 0 {
		return nil
	}
	return []string{fmt.Sprintf("%s with this country %s on the roll; the state is not.", w.number(a.FromCountry, "supporter", "supporters"), w.be(a.FromCountry))}
}

func (English) be(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

// Detail tells one thing about somebody on the roll first, and then the rest.
func (w English) Detail(a *Answer) (string, []string) {
	if len(a.Supporters) == 0 || a.Supporters[0].Status != tracker.Listed {
		return w.Status(a)
	}
	s := a.Supporters[0].Whole
	status, facts := w.Status(a)
	var told []string
	for _, asked := range a.Asked {
		if said := w.asked(a, s, asked); said != "" {
			told = append(told, said)
		}
	}
	if len(told) == 0 {
		return status, facts
	}
	if a.Asked[0] != "left" && a.Asked[0] != "reservation" { // which say the standing
		told = append(told, status)
	}
	return told[0], append(told[1:], facts...)
}

// asked tells one thing of somebody; empty if the standing says it.
func (w English) asked(a *Answer, s *tracker.Supporter, asked string) string {
	switch asked {
	case "when":
		switch {
		case s.Joined != "":
			return fmt.Sprintf("%s joined the %s %s.", s.Name, a.Call.Name, w.when(s.Joined))
		case a.Call.ByFound(s):
			return fmt.Sprintf("When %s joined is not known; it was on the list when its records begin, on %s.", s.Name, w.day(s.FirstListed))
		}
		return fmt.Sprintf("When %s joined is not known; it was first listed on %s.", s.Name, w.day(s.FirstListed))
	case "where":
		switch {
		case s.Category == tracker.State:
			return ""
		case s.Country == "":
			return fmt.Sprintf("The list gives no country for %s.", s.Name)
		}
		return fmt.Sprintf("%s is listed under %s, which can be the country of a branch.", s.Name, w.country(s.Country))
	case "kind":
		if s.Kind == "" {
			return fmt.Sprintf("The list gives no kind for %s.", s.Name)
		}
		return fmt.Sprintf("%s is listed as: %s.", s.Name, w.kind(s.Kind, 1))
	case "source":
		if s.Source == "" {
			return ""
		}
		return fmt.Sprintf("The entry of %s is at %s", s.Name, s.Source)
	case "website":
		if s.Website == "" {
			return fmt.Sprintf("No website is recorded for %s.", s.Name)
		}
		return fmt.Sprintf("The website of %s is %s", s.Name, s.Website)
	case "note":
		if s.Note == "" {
			return fmt.Sprintf("Nothing is noted about %s.", s.Name)
		}
		return fmt.Sprintf("Noted about %s: %s", s.Name, s.Note)
	case "left":
		return fmt.Sprintf("%s is on the roll of the %s; no withdrawal is recorded.", s.Name, a.Call.Name)
	case "reservation":
		return fmt.Sprintf("%s is on the roll of the %s. A signature and what it is said to mean are two things: the roll records no reservations or interpretations. What is known stands below.", s.Name, a.Call.Name)
	}
	return ""
}

// when is a date with its preposition.
func (w English) when(d tracker.Date) string {
	if len(d) == len("2006-01-02") {
		return "on " + w.date(d)
	}
	return "in " + w.date(d)
}

// Missing tells which states of a group are not on the roll.
func (w English) Missing(a *Answer) (string, []string) {
	members := *a.Total
	group := w.who(a.Where, 2)
	lines := append(w.checked(a), fmt.Sprintf("On the roll: %s of %s.", digits(a.Signed, ","), digits(members, ",")))
	if a.Group != nil {
		group = w.group(a.Group)
	}
	if a.Group != nil && a.Group.Note != "" {
		lines = append(lines, "About the group: "+a.Group.Note)
	}
	if len(a.Missing) == 0 {
		return fmt.Sprintf("%sAll %s of %s %s.", w.verdict(a.Verdict), w.number(members, "country", "countries"), group, w.onRoll(a, members)), lines
	}
	when := ""
	if a.AsOf != a.Today {
		when = " on " + w.day(a.AsOf)
	}
	countries := make([]string, len(a.Missing))
	for i, c := range a.Missing {
		countries[i] = w.country(c.Code)
	}
	be := w.be(len(a.Missing))
	if when != "" {
		be = map[bool]string{true: "was", false: "were"}[len(a.Missing) == 1]
	}
	return fmt.Sprintf("%s%s of %s %s not on the roll%s: %s.", w.verdict(a.Verdict), w.number(len(a.Missing), "country", "countries"), group, be, when, w.list(countries)), lines
}

func (English) nobody(a *Answer) string {
	return fmt.Sprintf("Nobody is on the list of the %s yet.", a.Call.Name)
}

// Changes tells what changed in a time.
func (w English) Changes(a *Answer) (string, []string) {
	c := a.Change
	if a.Since == "" && a.Until == "" {
		return fmt.Sprintf("No change of %s is recorded.", w.who(a.Where, 2)), w.also(a)
	}
	var lines []string
	if a.Last {
		lines = append(lines, "That was the last change of the roll.")
	}
	if a.Only == "" && !a.narrowed() { // the counts are those of the whole roll
		lines = append(lines, w.moved(c)...)
	}
	if lines = append(lines, w.also(a)...); a.By != "" {
		lines = append(w.parts(a), lines...)
	} else {
		lines = append(lines, w.news(a)...)
	}
	span := w.span(a)
	switch {
	case a.Only == OnlyRecategorised:
		return fmt.Sprintf("%s: %s put into another category.", span, w.were(len(c.Recategorised), "entry", "entries")), lines
	case a.Only == OnlyRemoved:
		return fmt.Sprintf("%s: %s taken off the list, and %s by their own act.", span, w.were(len(c.Removed)+len(c.Merged), "entry", "entries"), w.number(len(c.Withdrew), "supporter withdrew", "supporters withdrew")), lines
	case a.narrowed():
		return fmt.Sprintf("%s: %s added to the list, %s taken off it, and %s withdrew.", span, w.filtered(a, len(c.Joined)), digits(len(c.Removed)+len(c.Merged), ","), digits(len(c.Withdrew), ",")), lines
	case c.Empty():
		return fmt.Sprintf("%s: the roll did not change.", span), lines
	}
	return fmt.Sprintf("%s: %s added to the list, %s taken off it, and %s.", span, w.were(len(c.Joined), "entry", "entries"),
		w.were(len(c.Removed)+len(c.Merged), "entry", "entries"), w.number(len(c.Withdrew), "supporter withdrew", "supporters withdrew")), lines
}

func (w English) were(n int, one, many string) string {
	if n == 1 {
		return w.number(n, one, many) + " was"
	}
	return w.number(n, one, many) + " were"
}

// span is the time that an answer is about.
func (w English) span(a *Answer) string {
	switch {
	case a.Since == a.Until:
		return "On " + w.day(a.Since)
	case a.Since == "":
		return "Until " + w.day(a.Until)
	}
	return "From " + w.day(a.Since) + " to " + w.day(a.Until)
}

// Compare puts two side by side.
func (w English) Compare(a *Answer) (string, []string) {
	if a.Named != nil {
		return w.List(a)
	}
	var lines []string
	most, last := 0, len(a.Counted)-1
	for i := range a.Counted {
		side := &a.Counted[i]
		if *side.Value > *a.Counted[most].Value {
			most = i
		}
		told := fmt.Sprintf("• %s %s", w.filtered(side, *side.Value), w.onRoll(side, *side.Value))
		switch by := *a.Counted[last].Value - *side.Value; {
		case i == last || last < 2:
		case by == 0:
			told += ", as many as the last"
		case by > 0:
			told += fmt.Sprintf("; the last are %s more", digits(by, ","))
		default:
			told += fmt.Sprintf("; the last are %s fewer", digits(-by, ","))
		}
		if side.Status != "" {
			told += "; the state itself is " + map[bool]string{true: "listed", false: "not listed"}[side.Status == tracker.Listed]
		}
		lines = append(lines, told)
	}
	switch {
	case a.Difference == nil:
		return fmt.Sprintf("The most are %s.", w.filtered(&a.Counted[most], *a.Counted[most].Value)), lines
	case *a.Difference == 0:
		return fmt.Sprintf("There are as many %s as %s: %s.", w.those(&a.Counted[0], 2), w.those(&a.Counted[1], 2), digits(*a.Counted[0].Value, ",")), lines
	}
	return fmt.Sprintf("There are %s more %s than %s.", digits(*a.Difference, ","), w.those(&a.Counted[most], 2), w.those(&a.Counted[1-most], 2)), lines
}

// Calls tells who supports two calls, and who one of them alone.
func (w English) Calls(a *Answer) (string, []string) {
	one, two := &a.Overlap.Of[0], &a.Overlap.Of[1]
	there := func(p Pair) string {
		line := p[0].Name + ", " + w.what(p[0].Whole)
		if names.Key(p[0].Name) != names.Key(p[1].Name) {
			line += "; in the second call " + p[1].Name
		}
		return line
	}
	lines := overlapLines(a, w, overlapWords{
		perhaps: "Perhaps the same, and counted as two, in the first and in the second call:", both: "On both rolls:",
		only: [2]string{"Only on the roll of the " + one.Name + ":", "Only on the roll of the " + two.Name + ":"},
		share: func(category string, both, first, second int) string {
			return fmt.Sprintf("%s: %s on both, %s only on the first roll, %s only on the second", category, digits(both, ","), digits(first, ","), digits(second, ","))
		},
		pair: func(a, b Supporter) string {
			return a.Name + ", " + w.what(a.Whole) + " – " + b.Name + ", " + w.what(b.Whole)
		},
		one: func(s Supporter) string { return s.Name + ", " + w.what(s.Whole) }, same: there, more: w.more,
	})
	both := w.number(one.Both.Total(), "supporter is", "supporters are") + " on both rolls"
	if n := two.Both.Total(); n != one.Both.Total() {
		both = fmt.Sprintf("On both rolls: %s of the first, which are %s of the second", w.number(one.Both.Total(), "entry", "entries"), digits(n, ","))
	}
	return fmt.Sprintf("%s; %s only on that of the %s, and %s only on that of the %s.", both, digits(len(one.Only), ","), one.Name, digits(len(two.Only), ","), two.Name), lines
}

// group is a group with its article, and with its abbreviation, if it has one.
func (English) group(g *tracker.Group) string {
	name := g.Name
	if a := abbreviation(g); a != "" {
		name += " (" + a + ")"
	}
	if g.Region || g.Name == abbreviation(g) {
		return name
	}
	return "the " + name
}

// facts are the lines on one supporter.
func (w English) facts(a *Answer, s *tracker.Supporter) []string {
	var lines []string
	add := func(label, value string) {
		if value != "" {
			lines = append(lines, label+": "+value)
		}
	}
	switch {
	case s.Joined != "":
		joined := w.date(s.Joined)
		if s.JoinedSource != "" {
			joined += " (source: " + s.JoinedSource + ")"
		}
		add("Joined", joined)
	case a.Call.ByFound(s):
		add("Joined", fmt.Sprintf("the day is not known; it was on the list when its records begin, on %s, so it joined on or before that day", w.day(s.FirstListed)))
	case s.FirstListed != "":
		add("Joined", "the day is not known; it was first listed on "+w.day(s.FirstListed))
	}
	if s.Category != tracker.State {
		add("Country", w.country(s.Country))
	}
	add("Also called", strings.Join(s.Aliases, ", "))
	add("Website", s.Website)
	add("Note", s.Note)
	return lines
}

func (w English) claims(a *Answer) []string {
	var lines []string
	for _, c := range a.Claims {
		lines = append(lines, fmt.Sprintf("%s, %s%s (%s)%s", c.Name, w.date(c.Date), after(": ", c.Claim), strings.ReplaceAll(c.Standing, "_", "-"), after(". Source: ", c.Source)))
	}
	return lines
}

// Count tells how many supporters there are.
func (w English) Count(a *Answer) (string, []string) {
	switch {
	case a.Counts != nil:
		return fmt.Sprintf("%s %s: %s.", w.number(*a.Total, "supporter", "supporters"), w.onRoll(a, *a.Total), w.counts(*a.Counts)), nil
	case a.Withdrawals:
		return fmt.Sprintf("%s recorded as withdrawn.", capital(w.filtered(a, *a.Value))+" "+w.be(*a.Value)), nil
	case a.Only != "":
		return fmt.Sprintf("%s: %s added to the list.", w.span(a), w.filtered(a, *a.Value)), w.also(a)
	case a.Share:
		percent := 100 * float64(a.Signed) / float64(max(1, len(a.Group.Members)))
		_, lines := w.Missing(a)
		if len(a.Missing) > 0 {
			missing, _ := w.Missing(a)
			lines = append([]string{missing}, lines...)
		}
		return fmt.Sprintf("%d of %d countries of %s %s, %.0f %%.", a.Signed, len(a.Group.Members), w.group(a.Group), w.onRoll(a, a.Signed), percent), lines
	}
	headline := fmt.Sprintf("%s%s %s.", w.verdict(a.Verdict), w.filtered(a, *a.Value), w.onRoll(a, *a.Value))
	switch {
	case a.Of != nil:
		headline = fmt.Sprintf("%s%s of %s, %.0f %%: %s.", w.verdict(a.Verdict), digits(*a.Value, ","), digits(*a.Of, ",")+" "+w.who(a.OfWhom, *a.Of), Percent(*a.Value, *a.Of), w.those(a, 2))
	case a.Against != nil && a.Verdict == "" && a.Since == "":
		headline = fmt.Sprintf("That number was never reached: %s %s.", w.filtered(a, *a.Value), w.onRoll(a, *a.Value))
	case a.Against != nil && a.Verdict == "" && a.Since == a.Call.Found:
		headline = fmt.Sprintf("On or before %s, when the list's records begin, there were %s %s.", w.day(a.Since), digits(a.Against[0], ","), w.those(a, 2))
	case a.Against != nil && a.Verdict == "":
		headline = fmt.Sprintf("On %s there were %s %s for the first time.", w.day(a.Since), digits(a.Against[0], ","), w.those(a, 2))
	}
	return headline, slices.Concat(w.checked(a), w.parts(a), w.also(a), w.lacking(a))
}

// also tells what else the words of the question can mean.
func (w English) also(a *Answer) []string {
	var lines []string
	if a.Only == OnlyAdded {
		lines = append(lines, "Counted by the day on which the list shows them; that of joining can be earlier.")
	}
	if a.Initial > 0 {
		lines = append(lines, fmt.Sprintf("The records begin on %s with %s, which are not counted as added: they joined on or before that day.", w.day(a.Call.Found), w.number(a.Initial, "entry", "entries")))
	}
	for _, k := range a.OtherKinds {
		lines = append(lines, fmt.Sprintf("Not counted are those of the kind %s, which the word can mean, too.", tracker.Kind(k)))
	}
	return lines
}

// lacking tells what the list doesn't say of some that were looked at.
func (w English) lacking(a *Answer) []string {
	var lines []string
	for _, l := range a.Lacking {
		what := map[tracker.Key]string{tracker.ByKind: "kind", tracker.ByCountry: "country", tracker.ByJoined: "joining date"}[l.Key]
		if l.Counted > 0 {
			lines = append(lines, fmt.Sprintf("Of these, the list says no %s for %s.", what, digits(l.Counted, ",")))
		}
		if n := l.Count - l.Counted; n > 0 {
			lines = append(lines, fmt.Sprintf("The list says no %s for %s of those looked at, so there can be more.", what, w.number(n, "entry", "entries")))
		}
		if l.Listed != nil {
			lines = append(lines, fmt.Sprintf("By the days of the list (listed: in place of joined:) it is %s.", digits(*l.Listed, ",")))
		}
	}
	if a.Where.JoinedBefore(a.Call.Launched) {
		lines = append(lines, fmt.Sprintf("Nobody can have joined before it was launched, on %s.", w.day(a.Call.Launched)))
	}
	if a.Why != "" {
		lines = append(lines, "Nobody can be both: "+a.Why+".")
	}
	return lines
}

// verdict stands before what was checked.
func (English) verdict(v Verdict) string {
	return map[Verdict]string{Yes: "Yes. ", No: "No. ", Partly: "Partly. "}[v]
}

// checked tells what a number was held against.
func (w English) checked(a *Answer) []string {
	if a.Verdict == "" || len(a.Against) == 0 {
		return nil
	}
	values := make([]string, len(a.Against))
	for i, v := range a.Against {
		values[i] = digits(v, ",")
	}
	op := map[string]string{"more-than": "more than", "at-least": "at least", "fewer-than": "fewer than", "at-most": "at most", "exactly": "exactly"}[a.Op]
	return []string{fmt.Sprintf("Asked: %s %s.", op, strings.Join(values, " or "))}
}

// parts tells the parts of a count, one a line.
func (w English) parts(a *Answer) []string {
	var lines []string
	for _, r := range a.Rows {
		lines = append(lines, fmt.Sprintf("• %s: %s (%.1f %%)", capital(w.part(a.By, r.Key)), digits(r.Count, ","), r.Share))
	}
	return append(lines, w.more(a.More)...)
}

// part names a part of a count by a country, a category, a kind or a year.
func (w English) part(by, key string) string {
	switch {
	case by == "category" && key != "":
		return w.plural(tracker.Category(key))
	case key == "":
		return "no " + by
	case by == "country":
		return w.country(key)
	case by == "kind":
		return tracker.Kind(key).String()
	case by == "day" || by == "month":
		return w.date(tracker.Date(key))
	}
	return key
}

// Figure tells what was reported.
func (w English) Figure(a *Answer) (string, []string) {
	lines := make([]string, 0, len(a.Figures))
	for _, f := range a.Figures[:a.listed(len(a.Figures))] {
		lines = append(lines, "• "+w.figure(f))
	}
	lines = append(lines, w.more(len(a.Figures)-len(lines))...)
	switch {
	case a.Since == "" && a.Until != "" && len(a.Figures) == 0:
		return fmt.Sprintf("The roll's records begin on %s, and no figure was reported for this by %s.", w.day(a.Begins), w.day(a.Until)), nil
	case a.Since == "" && a.Until != "":
		return fmt.Sprintf("The roll's records begin on %s; by %s these figures were reported:", w.day(a.Begins), w.day(a.Until)), lines
	case len(a.Figures) == 0:
		return "No such figure was reported.", nil
	}
	said := w.were(len(a.Figures), "figure", "figures") + " reported"
	if a.Agrees != nil {
		said += map[bool]string{true: ", and the list agrees", false: ", but the list disagrees"}[*a.Agrees]
	}
	return said + ":", lines
}

func (w English) figure(f FigureFact) string {
	listed := ""
	if f.Listed != nil {
		listed = fmt.Sprintf("; the list had %s", digits(*f.Listed, ","))
	}
	return w.figured(f) + listed + after(". Source: ", f.Source)
}

// first tells which of two was first, and by how much.
func (w English) first(one, other string, days int, by Order) string {
	said := map[Order]string{ByJoined: "by the days of joining", ByListed: "by the days of listing", ByEither: "by the day of joining where it is known, else of listing"}[by]
	if days == 0 {
		return fmt.Sprintf("%s and %s came on the same day, %s; which was first isn't known.", one, other, said)
	}
	return fmt.Sprintf("%s was first, %s before %s, %s.", one, w.number(days, "day", "days"), other, said)
}

// figured is a figure without its source.
func (w English) figured(f FigureFact) string {
	if f.Category == tracker.TotalFigure {
		return fmt.Sprintf("%s: %s %s in all", w.date(f.Date), w.qualifier(f.Qualifier), w.number(f.Value, "supporter", "supporters"))
	}
	return fmt.Sprintf("%s: %s %s", w.date(f.Date), w.qualifier(f.Qualifier), w.category(f.Category, f.Value))
}

// List tells who is on the roll.
func (w English) List(a *Answer) (string, []string) {
	lines := make([]string, 0, len(a.Supporters))
	for _, s := range a.Supporters[:a.listed(len(a.Supporters))] {
		lines = append(lines, w.entry(a, s))
	}
	lines = append(lines, w.more(len(a.Supporters)-len(lines))...)
	end := ":"
	if a.From != "" {
		end = ", from “" + brief(a.From) + "” on:"
	}
	if *a.Total == 0 {
		end = "."
	}
	switch {
	case a.Named != nil:
		lines = nil
		for _, one := range a.Named {
			headline, _ := w.Detail(&one)
			if one.Kind == Ambiguous {
				headline = fmt.Sprintf("“%s” can mean several: %s.", one.Subject, w.list(one.Candidates))
			}
			lines = append(lines, "• "+headline)
		}
		if len(a.Earliest) > 1 {
			return w.first(a.Earliest[0].Subject, a.Earliest[1].Subject, *a.Difference, a.Order), lines
		}
		if a.Order == Unordered {
			return "Which was first isn't known: the days of joining are not known exactly.", lines
		}
		return fmt.Sprintf("%d of %d %s:", *a.Value, *a.Total, w.onRoll(a, 2)), lines
	case a.Status == Announced:
		return fmt.Sprintf("%s said to support the %s without being on its roll%s", w.number(*a.Total, "is", "are"), a.Call.Name, end), w.claims(a)
	case a.Withdrawals:
		return fmt.Sprintf("%s %s recorded as withdrawn%s", w.filtered(a, *a.Total), w.be(*a.Total), end), lines
	case a.First:
		return fmt.Sprintf("The whole list of the first supporters is not known. %s known to have joined at the launch, on %s%s", w.filtered(a, *a.Total)+" "+w.be(*a.Total), w.day(a.Call.Launched), end), lines
	case a.Nth > 0 && *a.Total == 0:
		return fmt.Sprintf("There are fewer than %d.", a.Nth), nil
	case a.Nth > 0 && *a.Total == 1:
		return fmt.Sprintf("Number %d, by the day of listing, is %s.", a.Nth, a.Supporters[0].Name), lines
	case a.Nth > 0:
		return fmt.Sprintf("Number %d, by the day of listing, can be any of %d that were listed on one day:", a.Nth, *a.Total), lines
	case a.Only != "":
		return fmt.Sprintf("%s: %s added to the list%s", w.span(a), w.filtered(a, *a.Total), end), append(lines, w.also(a)...)
	}
	headline := fmt.Sprintf("%s%s %s%s", w.verdict(a.Verdict), w.filtered(a, *a.Total), w.onRoll(a, *a.Total), end)
	switch {
	case a.Ordered != "" && len(a.Supporters) > 0:
		headline = fmt.Sprintf("The %s of %s, by the day of joining where it is known, else of listing:", a.Ordered, w.filtered(a, *a.Total))
	case a.Op == "only" && a.Verdict == Yes:
		headline = fmt.Sprintf("Yes. %s is the only one.", a.Supporters[0].Name)
	case a.Op == "only":
		headline = fmt.Sprintf("No. %s %s%s", w.filtered(a, *a.Total), w.onRoll(a, *a.Total), end)
	}
	return headline, slices.Concat(w.checked(a), lines, w.also(a), w.lacking(a))
}

// more tells of how many lines only the number is told.
func (w English) more(n int) []string {
	if n <= 0 {
		return nil
	}
	return []string{fmt.Sprintf("… and %s more.", digits(n, ","))}
}

// entry is a supporter's line in a list.
func (w English) entry(a *Answer, s Supporter) string {
	line := "• " + s.Name
	if s.Category != tracker.State && s.Country != "" {
		line += ", " + w.country(s.Country)
	}
	return line + " — " + w.since(a, s)
}

// since tells since when a supporter has been on the roll, or when it left.
func (w English) since(a *Answer, s Supporter) string {
	switch {
	case s.Status == Announced:
		return "said to support the call" + after(". Source: ", s.Source)
	case s.Status == tracker.Withdrawn:
		return "withdrew, " + w.day(s.Whole.Left.On) + after(". Source: ", s.Whole.Left.Source)
	case s.Joined != "":
		return "joined " + w.date(s.Joined)
	case a.Call.ByFound(s.Whole):
		return "on or before " + w.day(s.FirstListed)
	}
	return "listed " + w.day(s.FirstListed)
}

// Columns are the columns of a table of supporters or counts.
func (English) Columns() Columns {
	return Columns{Name: "Name", Category: "Category", Country: "Country", Since: "Since", Count: "Entries", All: "All supporters", Before: "Before", After: "After", These: "All that this channel is told of"}
}

// Page tells which part of a long answer is shown.
func (English) Page(page, pages int) string { return fmt.Sprintf("Page %d of %d.", page, pages) }

// Chart tells what a picture of the series shows, to whoever can't see it, too.
func (w English) Chart(a *Answer) (string, []string) {
	if !a.drawn() {
		nobody := []string{w.filtered(a, 0)}
		for i := range a.Series {
			nobody = append(nobody[:i], w.filtered(a.only(&a.Series[i]), 0))
		}
		return fmt.Sprintf("%s: %s were on the roll, so there is nothing to draw.", w.span(a), w.list(nobody)), slices.Concat(w.begins(a), w.also(a), w.lacking(a))
	}
	lines := []string{"The picture has a line for each of these; it steps on the days of changes, above an axis that begins at zero:"}
	if a.Since == a.Until {
		lines[0] = "The picture has a mark for each of these, above an axis that begins at zero:"
	}
	for i := range a.Series {
		s := &a.Series[i]
		line := fmt.Sprintf("• %s: %s on %s", capital(w.those(a.short(s), 2)), digits(s.First().Count, ","), w.day(s.First().Day))
		switch step, alone := s.step(); {
		case a.Since == a.Until:
		case step.Count == 0:
			line += ", and no change"
		default:
			first := ""
			if !alone {
				first = ", first"
			}
			line += fmt.Sprintf(", %s on %s; largest step %s%s on %s", digits(s.Last().Count, ","), w.day(a.Until), signed(step.Count, ","), first, w.day(step.Day))
		}
		lines = append(lines, line)
	}
	lead, alone := a.lead()
	first, last := digits(lead.First().Count, ","), digits(lead.Last().Count, ",")
	most := ""
	switch {
	case len(a.Series) == 1 || !alone:
	case a.AllCategories:
		most = ", then the most of any category"
	default:
		most = ", then the most of those shown"
	}
	var headline string
	who := capital(w.those(a.only(lead), 2)) + " on the roll"
	switch was, is := lead.First().Count, lead.Last().Count; {
	case a.Since == a.Until:
		headline = fmt.Sprintf("%s: %s on the roll%s.", w.span(a), w.filtered(a.only(lead), is), most)
	case len(lead.Points) == 1:
		headline = fmt.Sprintf("%s stayed at %s from %s to %s%s.", who, last, w.day(a.Since), w.day(a.Until), most)
	case was == is:
		headline = fmt.Sprintf("%s went from %s on %s, with changes between, to %s again on %s%s.", who, first, w.day(a.Since), last, w.day(a.Until), most)
	case was < is:
		headline = fmt.Sprintf("%s rose from %s on %s to %s on %s%s.", who, first, w.day(a.Since), last, w.day(a.Until), most)
	default:
		headline = fmt.Sprintf("%s fell from %s on %s to %s on %s%s.", who, first, w.day(a.Since), last, w.day(a.Until), most)
	}
	return headline, slices.Concat(lines, w.begins(a), w.also(a), w.lacking(a))
}

// begins tells why a chart begins where the roll's records do.
func (w English) begins(a *Answer) []string {
	if a.Since != a.Begins {
		return nil
	}
	return []string{fmt.Sprintf("The roll's own records begin on %s; nothing is drawn for the time before.", w.day(a.Begins))}
}

// Picture is the words on a picture of the series.
func (w English) Picture(a *Answer) Picture {
	p := Picture{Axis: "Entries on the roll", Number: func(n int) string { return digits(n, ",") }, Footer: slices.Concat(w.begins(a), w.also(a), w.lacking(a), w.Footer(a)),
		Months: [...]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}}
	p.Title, _ = w.Chart(a)
	for i := range a.Series {
		p.Labels = append(p.Labels, w.filtered(a.short(&a.Series[i]), a.Series[i].Last().Count))
	}
	return p
}

// Principle tells principles in our summary.
func (w English) Principle(a *Answer) (string, []string) {
	if a.inferred() {
		return w.closest(a)
	}
	var headlines, lines []string
	for _, n := range a.Principles {
		p := a.Call.Principle(n)
		headlines = append(headlines, fmt.Sprintf("Principle %d: %s", p.Number, p.Title))
		if len(a.Principles) > 1 {
			lines = append(lines, fmt.Sprintf("Principle %d:", p.Number))
		}
		if len(a.Asked) > 0 {
			lines = append(lines, "The official text: "+p.URL)
			continue
		}
		lines = append(lines, w.principle(p)...)
	}
	return strings.Join(headlines, "; ") + ".", lines
}

// closest tells principles that were found by words of the question.
func (w English) closest(a *Answer) (string, []string) {
	var headlines, lines []string
	for _, found := range a.Covering {
		p := a.Call.Principle(found.Principle)
		headlines = append(headlines, fmt.Sprintf("principle %d (%s)", p.Number, a.matched(found)))
		lines = append(append(lines, fmt.Sprintf("Principle %d: %s.", p.Number, p.Title)), w.principle(p)...)
	}
	return "Closest: " + w.list(headlines) + ".", lines
}

func (w English) principle(p *tracker.Principle) []string {
	lines := []string{p.Summary, "This is a summary by rollcall, not the official text: " + p.URL}
	for _, n := range p.Norms {
		lines = append(lines, fmt.Sprintf("Norm of the Global Commission on the Stability of Cyberspace: %s (%s).", n.Norm, n.Basis))
	}
	if len(p.Instruments)+len(p.Others) > 0 {
		var texts []string
		for _, i := range p.Instruments {
			texts = append(texts, i.Instrument)
		}
		lines = append(lines, "On the same subject: "+w.list(append(texts, p.Others...))+".")
	}
	for _, c := range p.Communities {
		lines = append(lines, fmt.Sprintf("Community: %s, led by %s%s", c.Name, c.Lead, after(". Source: ", c.Source)))
	}
	return lines
}

// Principles lists all principles.
func (w English) Principles(a *Answer) (string, []string) {
	lines := make([]string, len(a.Principles))
	for i, n := range a.Principles {
		lines[i] = fmt.Sprintf("%d. %s", n, a.Call.Principle(n).Title)
	}
	return fmt.Sprintf("The %s has %s:", a.Call.Name, w.number(len(a.Principles), "principle", "principles")), lines
}

// About tells what the call is.
func (w English) About(a *Answer) (string, []string) {
	c := a.Call
	binding := "It is not legally binding."
	if c.Binding {
		binding = "It is legally binding."
	}
	if untold(a) {
		return fmt.Sprintf("I know of no %s of the %s.", a.Topic, c.Name), nil
	}
	switch a.Topic {
	case Launch:
		var lines []string
		for _, n := range a.Notes {
			lines = append(lines, fmt.Sprintf("• %s: %s%s", n.Actor, n.Event, after(". Source: ", n.Source)))
		}
		return fmt.Sprintf("The %s was launched on %s.", c.Name, w.day(c.Launched)), lines
	case Binding:
		if c.Binding {
			return fmt.Sprintf("The %s is legally binding.", c.Name), []string{"Signed text: " + c.TextURL}
		}
		return fmt.Sprintf("The %s is not a treaty. %s", c.Name, binding), []string{"Signed text: " + c.TextURL}
	case Joining:
		return fmt.Sprintf("Supporters join the %s through its official site: %s", c.Name, c.URL), []string{"rollcall only keeps the roll; it can't sign for anybody."}
	case Text:
		return fmt.Sprintf("The signed text of the %s is at %s", c.Name, c.TextURL), []string{"Principles: " + c.PrinciplesURL, "Site: " + c.URL}
	case WorkingGroups:
		var lines []string
		for _, g := range workingGroups(a) {
			line := fmt.Sprintf("• Working group %d: %s", g.Number, g.Title)
			if len(g.CoChairs) > 0 {
				line += "; co-chaired by " + w.list(g.CoChairs)
			}
			if g.Output != "" {
				line += ". Report: " + g.Output
			}
			lines = append(lines, line)
		}
		if len(lines) < len(c.WorkingGroups) {
			return fmt.Sprintf("Of the %s of the %s:", w.number(len(c.WorkingGroups), "working group", "working groups"), c.Name), lines
		}
		announced := ""
		if d := c.WorkingGroupsAnnounced; d != "" {
			announced = ", announced " + w.when(d)
		}
		return fmt.Sprintf("The %s had %s%s:", c.Name, w.number(len(c.WorkingGroups), "working group", "working groups"), announced), lines
	case Norms:
		if len(a.Numbers) == 1 {
			return fmt.Sprintf("Norm %d of the Global Commission on the Stability of Cyberspace: %s", a.Numbers[0], c.Norms[a.Numbers[0]-1]), nil
		}
		var lines []string
		for _, n := range c.Norms {
			lines = append(lines, "• "+n)
		}
		lines = append(lines, "Tied to principles:")
		for _, p := range c.Principles {
			for _, n := range p.Norms {
				lines = append(lines, fmt.Sprintf("• principle %d: %s (%s)", p.Number, n.Norm, n.Basis))
			}
		}
		return fmt.Sprintf("The Global Commission on the Stability of Cyberspace proposed %s:", w.number(len(c.Norms), "norm", "norms")), lines
	case Communities:
		var lines []string
		for _, p := range c.Principles {
			for _, m := range p.Communities {
				lines = append(lines, fmt.Sprintf("• principle %d: %s, led by %s%s", p.Number, m.Name, m.Lead, after(". Source: ", m.Source)))
			}
		}
		return "These communities work on principles:", lines
	}
	lines := []string{
		binding + fmt.Sprintf(" It has %s.", w.number(len(c.Principles), "principle", "principles")),
		fmt.Sprintf("On its roll: %s, in all %s.", w.counts(*a.Counts), w.number(*a.Total, "supporter", "supporters")),
		"Signed text: " + c.TextURL,
		"Site: " + c.URL,
	}
	return fmt.Sprintf("The %s is a public declaration launched on %s that states, companies and civil society sign.", c.Name, w.day(c.Launched)), lines
}

// Unknown says that the question wasn't understood, or can't be answered.
func (w English) Unknown(a *Answer) (string, []string) {
	switch a.Problem {
	case NoPrinciple:
		return fmt.Sprintf("The %s has %s, 1 to %d; there is no other.", a.Call.Name, w.number(len(a.Call.Principles), "principle", "principles"), len(a.Call.Principles)), nil
	case NoDay:
		return fmt.Sprintf("“%s” is not a day; write it as 2019-09-16.", a.Subject), nil
	case TwoDays:
		return fmt.Sprintf("“%s” can mean two days; write it as 2019-09-16.", a.Subject), nil
	case FutureDay:
		return fmt.Sprintf("“%s” is in the future; the roll is known up to today, %s.", a.Subject, w.day(a.Today)), nil
	case Backwards:
		return fmt.Sprintf("“%s” ends before it begins.", a.Subject), nil
	}
	if a.Refusal.Format != "" { // a command that says what is wrong with it
		return w.Refusal(a.Refusal), nil
	}
	if a.Subject == "" {
		return "I didn't understand that.", nil
	}
	return fmt.Sprintf("I don't know what “%s” asks for.", brief(a.Subject)), nil
}

// Ambiguous says that several may be meant.
func (w English) Ambiguous(a *Answer) (string, []string) {
	lines := make([]string, len(a.Candidates))
	for i, c := range a.Candidates {
		lines[i] = "• " + c
	}
	if len(lines) == 1 {
		return fmt.Sprintf("I'm not sure who “%s” is. The nearest name is: %s", brief(a.Subject), a.Candidates[0]), nil
	}
	return fmt.Sprintf("“%s” can mean several:", brief(a.Subject)), lines
}

// Help tells what can be done, or lists what can be typed.
func (w English) Help(a *Answer) (string, []string) {
	if a.Counts != nil {
		return fmt.Sprintf("I keep the roll of the %s, and answer questions about it.", a.Call.Name), []string{
			"• Ask in your own words, in English or in French: has Kenya signed? which NATO members have not?",
			"• Or type a command; help lists them all, and help digests those that tell this channel of changes.",
			fmt.Sprintf("On the roll now: %s: %s.", w.number(*a.Total, "supporter", "supporters"), w.counts(*a.Counts)),
		}
	}
	if a.Groups {
		return "These groups of countries are known, for in: and group:", groups(a, func(g *tracker.Group) string { return g.Name })
	}
	var lines []string
	admin := false
	for _, c := range a.Commands {
		if c.Topic == HelpAdmin && !admin {
			admin = true
			lines = append(lines, "For admins:")
		}
		lines = append(lines, "• "+c.Usage+" — "+c.Help[w.Lang()])
	}
	if slices.ContainsFunc(a.Commands, func(c Command) bool { return strings.Contains(c.Usage, "FILTER") }) {
		lines = append(lines, "A FILTER is put together of: state, public_authority, civil_society, company · kind:university · country:FR,DE · in:eu · name:WORD · \"NAME\" · joined:"+a.Call.Launched.Year()+" · since:"+string(a.Call.Launched)+" · unsigned. Different ones side by side are all needed; and, or, not say it otherwise: state in:nato not in:eu")
	}
	return fmt.Sprintf("I keep the roll of the %s. You can type:", a.Call.Name), lines
}

// Log tells what was recorded.
func (w English) Log(a *Answer) (string, []string) {
	var lines []string
	shown := a.Entries[:a.listed(len(a.Entries))]
	for _, e := range shown {
		lines = append(lines, fmt.Sprintf("• %d · recorded %s UTC by %s · %s", e.Seq, e.At.Format("2006-01-02 15:04"), e.By, w.event(a.Book, e)))
		lines = append(lines, fieldsOf(w, a, e)...)
	}
	lines = append(lines, w.more(len(a.Entries)-len(shown))...)
	if a.Total == nil {
		return fmt.Sprintf("The last %d of %s:", len(a.Entries), w.number(int(a.Book.Head()), "entry", "entries")), lines
	}
	what := ""
	if a.Subject != "" {
		what += " about " + a.Subject
	}
	if a.Recorder != "" {
		what += " recorded by " + brief(a.Recorder)
	}
	if a.Since != "" {
		what += " since " + w.day(a.Since)
	}
	if a.Until != "" {
		what += " until " + w.day(a.Until)
	}
	if *a.Total == 0 {
		return fmt.Sprintf("There is no entry%s.", what), nil
	}
	return w.number(*a.Total, "entry", "entries") + what + ":", lines
}

func (w English) event(b *tracker.Book, e tracker.Entry) string {
	channel := func(id tracker.Seq) string {
		if s := b.Subscription(id); s != nil {
			return "channel " + s.Channel
		}
		return "a channel that is no longer subscribed"
	}
	switch ev := e.Event.(type) {
	case tracker.Changed:
		s := ev.Supporter
		switch ev.Why {
		case tracker.Joined:
			return fmt.Sprintf("%s was added to the list (%s), %s%s", s.Name, w.what(&s), w.day(e.On), after(". Source: ", ev.Source))
		case tracker.Recategorised:
			return fmt.Sprintf("%s is now listed as %s, from %s%s", s.Name, w.what(&s), w.day(e.On), after(". Source: ", ev.Source))
		case tracker.Withdrew:
			return fmt.Sprintf("%s withdrew, %s%s", s.Name, w.day(e.On), after(". Source: ", ev.Source))
		case tracker.WasMerged:
			return fmt.Sprintf("%s was merged into %s, %s%s", s.Name, b.Supporter(s.Left.Into).Name, w.day(e.On), after(". Source: ", ev.Source))
		case tracker.Undone:
			return fmt.Sprintf("entry %d, about %s, was undone", ev.Undoes, s.Name)
		case tracker.WasRemoved:
			return fmt.Sprintf("%s was taken off the list, %s: %s%s", s.Name, w.day(e.On), w.reason(s.Left.Reason), after(". Source: ", ev.Source))
		}
		return fmt.Sprintf("%s was amended, %s%s", s.Name, w.day(e.On), after(". Source: ", ev.Source))
	case tracker.Reported:
		return "reported, " + w.figure(FactOf(ev))
	case tracker.Claimed:
		return fmt.Sprintf("%s, %s%s%s", ev.Name, w.date(ev.Date), after(": ", ev.Claim), after(". Source: ", ev.Source))
	case tracker.Noted:
		return fmt.Sprintf("%s, %s: %s%s", w.date(ev.Date), ev.Actor, ev.Event, after(". Source: ", ev.Source))
	case tracker.Retracted, tracker.Proposed, tracker.Approved, tracker.Rejected, tracker.Reopened, tracker.Granted, tracker.Revoked, tracker.Preferred:
		return w.governed(b, ev)
	case tracker.Subscribed:
		return "channel " + ev.Channel + " subscribed"
	case tracker.Unsubscribed:
		return "a channel unsubscribed"
	case tracker.Muted:
		return fmt.Sprintf("%s was muted until %s UTC", channel(ev.Subscription), ev.Until.Format("2006-01-02 15:04"))
	case tracker.DigestAsked:
		return "a digest was asked for, for " + channel(ev.Subscription)
	case tracker.DigestPlanned:
		return fmt.Sprintf("a digest up to entry %d was planned for %s", ev.Through, channel(ev.Subscription))
	case tracker.DigestPosted:
		return fmt.Sprintf("the digest planned by entry %d was posted", ev.Plan)
	case tracker.DigestAbandoned:
		return fmt.Sprintf("the digest planned by entry %d was given up: %s", ev.Plan, ev.Reason)
	case tracker.Forgotten:
		return fmt.Sprintf("the name of supporter %d was removed from all entries", ev.Supporter)
	}
	return ""
}

// governed tells of second thoughts, and of who may do what.
func (w English) governed(b *tracker.Book, event tracker.Event) string {
	switch ev := event.(type) {
	case tracker.Retracted:
		of, _ := b.Entry(ev.Entry)
		if ev.Reason == "" {
			return fmt.Sprintf("entry %d was undone (%s)", ev.Entry, w.event(b, of))
		}
		return fmt.Sprintf("entry %d was taken back: %s (%s)", ev.Entry, ev.Reason, w.event(b, of))
	case tracker.Proposed:
		var told []string
		for _, said := range ev.Events {
			told = append(told, w.event(b, tracker.Entry{On: ev.On, Event: said}))
		}
		return "proposed: " + strings.Join(told, "; ")
	case tracker.Approved:
		return fmt.Sprintf("proposal %d was approved", ev.Proposal)
	case tracker.Rejected:
		if ev.Reason != "" {
			return fmt.Sprintf("proposal %d was rejected: %s", ev.Proposal, ev.Reason)
		}
		return fmt.Sprintf("proposal %d was rejected", ev.Proposal)
	case tracker.Reopened:
		return fmt.Sprintf("proposal %d waits again, as its approval was undone", ev.Proposal)
	case tracker.Granted:
		return ev.User + " became an admin"
	case tracker.Revoked:
		return ev.User + " is no longer an admin"
	case tracker.Preferred:
		return fmt.Sprintf("%s is answered in %s", ev.Of, w.language(ev.Lang))
	}
	return ""
}

// Edited tells what was recorded, field by field, and the counts before and after.
func (w English) Edited(a *Answer) (string, []string) {
	if len(a.Entries) == 0 {
		return "There was nothing to change.", nil
	}
	var lines []string
	first, last := a.Entries[0], a.Entries[len(a.Entries)-1]
	headline := "Recorded as entry " + digits(int(first.Seq), "") + ": " + w.event(a.Book, first)
	if len(a.Entries) == 1 {
		lines = fieldsOf(w, a, first)
	} else {
		headline = fmt.Sprintf("Recorded as entries %d to %d:", first.Seq, last.Seq)
		for _, e := range a.Entries {
			lines = append(lines, fmt.Sprintf("• %d · %s", e.Seq, w.event(a.Book, e)))
			lines = append(lines, fieldsOf(w, a, e)...)
		}
	}
	if a.Change != nil {
		lines = append(lines, w.moved(a.Change)...)
	}
	return headline, lines
}

// Forget tells what is erased for ever, what is kept, and who else has it.
func (w English) Forget(a *Answer) (string, []string) {
	e := a.Erasure
	var kept []string
	for _, b := range e.Backups {
		kept = append(kept, fmt.Sprintf("Not erased: the backup %s, of %s UTC.", b.Name, b.At.UTC().Format("2006-01-02 15:04")))
	}
	kept = append(kept, "Not erased either: copies, lists and ledgers that were written elsewhere, messages in Slack, logs.")
	if e.Line == "" {
		return fmt.Sprintf("It is erased for ever. The supporter is called %s now, and the counts are as they were.", a.Book.Supporter(e.ID).Name), kept
	}
	return fmt.Sprintf("Supporter #%d is, or was, called %s. This is what it would be to forget it:", e.ID, strings.Join(e.Names, ", ")), append([]string{
		fmt.Sprintf("Erased: its names, sources, website and notes, and every other text with one of its names, in %s of the %s.",
			digits(e.Entries, ","), w.number(int(e.Of), "entry", "entries")),
		"Kept: its id, category, kind, country and days, so that counts and history stay as they were.",
	}, append(kept, "Nothing was erased yet. To erase it for ever, an admin types: "+a.typed(e.Line))...)
}

// Backup tells which copy was made.
func (English) Backup(a *Answer) (string, []string) {
	return a.Made.Name + " is a backup of all that is stored. All of it was read, and is whole.",
		[]string{"It stays until somebody takes it away. As long as it is there, forget names it."}
}

// Suggested tells which proposals wait now.
func (w English) Suggested(a *Answer) (string, []string) {
	var lines, numbers []string
	for _, p := range a.Proposals {
		numbers = append(numbers, digits(int(p.Seq), ""))
		lines = append(lines, w.proposal(a, p)...)
	}
	first := a.Proposals[0].Seq
	lines = append(lines, fmt.Sprintf("An admin types: %s, or: %s", a.typed(fmt.Sprint("approve ", first)), a.typed(fmt.Sprint("reject ", first))))
	if len(numbers) > 1 {
		return fmt.Sprintf("The proposals %s wait for an admin. Nothing was changed yet.", w.list(numbers)), lines
	}
	return fmt.Sprintf("Proposal %s waits for an admin. Nothing was changed yet.", numbers[0]), lines
}

// Proposals lists what waits for an admin.
func (w English) Proposals(a *Answer) (string, []string) {
	if len(a.Proposals) == 0 {
		return "No proposal waits for an admin.", nil
	}
	var lines []string
	for _, p := range a.Proposals {
		lines = append(lines, w.proposal(a, p)...)
	}
	return w.number(len(a.Proposals), "proposal waits", "proposals wait") + " for an admin:", lines
}

// proposal tells what one proposal would change.
func (w English) proposal(a *Answer, p *tracker.Proposal) []string {
	lines := []string{fmt.Sprintf("• Proposal %d, by %s, %s UTC. If it is approved, this is recorded:", p.Seq, p.By, p.At.Format("2006-01-02 15:04"))}
	lines = append(lines, Proposed(p, a.Book, w)...)
	if p.Note != "" {
		lines = append(lines, "  Because: "+p.Note)
	}
	return lines
}

// Admins lists who may edit the roll.
func (w English) Admins(a *Answer) (string, []string) {
	var lines []string
	for _, admin := range a.Admins {
		if admin.By == "" {
			lines = append(lines, "• "+admin.User+", by the configuration")
		} else {
			lines = append(lines, fmt.Sprintf("• %s, made an admin by %s on %s", admin.User, admin.By, w.day(admin.On)))
		}
	}
	if len(lines) == 0 {
		return "Nobody is an admin in Slack.", nil
	}
	return w.number(len(lines), "person", "people") + " may edit the roll:", lines
}

// Language tells in which language somebody is answered from now on.
func (w English) Language(a *Answer) (string, []string) {
	language := w.language(a.Preferred.Lang)
	if a.Setting != nil {
		return fmt.Sprintf("%s chose the language of this channel: %s.", a.Setting.By, language), nil
	}
	return fmt.Sprintf("You are answered in %s from now on.", language), nil
}

func (English) language(lang string) string {
	switch lang {
	case "en":
		return "English"
	case "fr":
		return "French"
	}
	return "the language that Slack is set to"
}

func (w English) wrong(line WrongLine) string {
	return fmt.Sprintf("Line %d: %s", line.Number, w.Refusal(line.Why))
}

func (English) became(field, was, is string) string {
	label := map[string]string{"name": "Name", "alias": "Also called", "category": "Category", "kind": "Kind", "country": "Country",
		"joined": "Joined", "website": "Website", "note": "Note"}[field]
	return fmt.Sprintf("%s: %s → %s", label, cmp.Or(was, "none"), cmp.Or(is, "none"))
}

func (English) kept(fields string) string { return "As it was before: " + fields }

// moved tells counts before and after.
func (w English) moved(c *tracker.Change) []string {
	if lines := w.shifts(c, w.Columns().All); len(lines) > 0 {
		return lines
	}
	return []string{fmt.Sprintf("The counts are unchanged: %s.", w.number(c.After.Total(), "supporter", "supporters"))}
}

// DryRun tells what a list would change.
func (w English) DryRun(a *Answer) (string, []string) {
	i := a.Import
	rows := w.number(i.Rows, "row", "rows")
	if len(i.Problems) > 0 {
		rows = w.number(i.Rows, "readable row", "readable rows")
	}
	switch {
	case i.Rows == 0 && len(i.Problems) == 0:
		return fmt.Sprintf("%s has no rows. Nothing was changed.", i.File), w.rows(a)
	case i.Nothing() && i.Rows == i.Unchanged && len(i.Problems) == 0:
		return fmt.Sprintf("Nothing of %s is new: the roll has all that its %s. Nothing was changed.", i.File, w.number(i.Rows, "row says", "rows say")), w.rows(a)
	case len(i.Added)+len(i.Changed) == 0:
		return fmt.Sprintf("%s, with %s, would change nothing by itself. Nothing was changed.", i.File, rows), w.rows(a)
	}
	return fmt.Sprintf("%s, with %s, would add %s and change %s. Nothing was changed yet.", i.File, rows,
		w.number(len(i.Added), "supporter", "supporters"), digits(len(i.Changed), ",")), append(w.unsourced(i), w.rows(a)...)
}

// unsourced tells what is recorded as the source where nobody said one, and how to say a better one.
func (English) unsourced(i *Import) []string {
	if !i.Unsourced {
		return nil
	}
	return []string{"Nobody said where this list is from, so the uploaded file is recorded as the source of the rows that name none. To name a better one, upload it again with source:URL."}
}

// Imported tells what a list changed, and what of it was left out.
func (w English) Imported(a *Answer) (string, []string) {
	i := a.Import
	var lines []string
	if a.Change != nil {
		lines = w.moved(a.Change)
	}
	headline := fmt.Sprintf("%s changed nothing: the roll has what it says already.", i.File)
	switch {
	case i.Entries == [2]tracker.Seq{} && i.Proposal == 0 && i.Rows == 0 && len(i.Problems) == 0:
		headline = fmt.Sprintf("%s has no rows. Nothing was changed.", i.File)
	case i.Entries == [2]tracker.Seq{} && (i.Proposal == 0 || i.Complete) && len(i.Doubtful)+len(i.Problems) > 0:
		headline = fmt.Sprintf("%s changed nothing.", i.File)
	case i.Entries != [2]tracker.Seq{}:
		headline = fmt.Sprintf("%s was applied: %s added and %s changed, by ", i.File,
			w.number(len(a.Change.Joined), "supporter", "supporters"), digits(len(a.Change.Amended)+len(a.Change.Recategorised), ","))
		if first, last := i.Entries[0], i.Entries[1]; first == last {
			headline += fmt.Sprintf("entry %d.", first)
		} else {
			headline += fmt.Sprintf("entries %d to %d.", first, last)
		}
		if i.Again {
			headline = "That was done before, and isn't done twice. " + headline
		}
	case i.Proposal != 0 && !i.Complete:
		headline = fmt.Sprintf("What %s says is proposed, as proposal %d. Nothing was changed; an admin approves or rejects it.", i.File, i.Proposal)
	}
	if i.Complete && i.Proposal != 0 {
		lines = append(lines, fmt.Sprintf("Proposal %d is to take %s off the roll who aren't on the list. An admin approves or rejects it.",
			i.Proposal, w.number(len(i.Missing), "supporter", "supporters")))
		lines = append(lines, i.partly(w)...)
	}
	return headline, append(lines, w.leftOut(a)...)
}

// rows tells what a list would change, and then what it wouldn't.
func (w English) rows(a *Answer) []string {
	i := a.Import
	lines := slices.Concat(
		i.partly(w),
		section(a, w.heading("Added", len(i.Added)), i.Added, w.more, func(r *Row) string { return w.place(r.Place) + ": " + w.row(r) }),
		section(a, w.heading("Changed", len(i.Changed)), i.Changed, w.more, func(r *RowChanged) string {
			return w.place(r.Place) + ": " + r.Name + ": " + r.fields(label, "nothing")
		}))
	if i.DayFirst != nil {
		lines = append(lines, fmt.Sprintf("The header of the dates is French, so they are read with the day first: “%s” is %s.", i.DayFirst.Text, w.date(i.DayFirst.Date)))
	}
	if i.Unchanged > 0 && i.Unchanged < i.Rows {
		lines = append(lines, fmt.Sprintf("Unchanged: %s.", w.number(i.Unchanged, "row", "rows")))
	}
	lines = append(lines, w.leftOut(a)...)
	about := "On the roll and not on the list, which doesn't say that they withdrew"
	if i.Complete {
		about = "On the roll and not on the list, to be proposed for removal"
	}
	return append(lines, section(a, w.heading(about, len(i.Missing)), i.Missing, w.more, (*RowMissing).String)...)
}

// leftOut tells what of a list isn't applied.
func (w English) leftOut(a *Answer) []string {
	i := a.Import
	lines := slices.Concat(
		section(a, w.heading("Doubtful, and applied only if they are chosen", len(i.Doubtful)), i.Doubtful, w.more, func(r *RowDoubtful) string {
			return w.place(r.Place) + ": " + r.told(w, w.row(&r.Row), ", like ", ": ")
		}),
		section(a, w.heading("Repeated, and passed over", len(i.Repeated)), i.Repeated, w.more, func(r *RowRepeated) string {
			return w.place(r.Place) + ": " + r.Name + ", as in " + w.place(r.First)
		}),
		section(a, w.heading("On the roll, though the list says that they left; nothing is done about it", len(i.Left)), i.Left, w.more, func(r *RowLeft) string {
			return w.place(r.Place) + ": " + r.Name + ", " + string(r.Status)
		}),
		section(a, w.heading("Not understood, and not applied", len(i.Problems)+i.More), i.Problems, func(n int) []string { return w.more(n + i.More) }, func(p *RowProblem) string {
			return p.told(w, ": ")
		}),
		section(a, w.heading("Left empty, though the rows are read", i.emptied()), i.Emptied, func(n int) []string { return w.more(n + i.MoreEmptied) }, func(f *FieldEmptied) string {
			return f.told(w, ": ", " Also ")
		}))
	if i.Assumed != nil {
		lines = append(lines, fmt.Sprintf("The file doesn't say how its letters are encoded; they were read as %s, such as “%s”. If that is wrong, save it as UTF-8.", i.Assumed.Name, i.Assumed.Sample))
	}
	if i.Sheet != "" {
		lines = append(lines, fmt.Sprintf("Read: the sheet %s.", i.Sheet))
	}
	if len(i.Unknown) > 0 {
		lines = append(lines, "Columns that aren't known, and weren't read: "+some(i.Unknown, a.listed(len(i.Unknown))))
	}
	if len(i.Unread) > 0 {
		lines = append(lines, "Not read: "+some(i.Unread, a.listed(len(i.Unread))))
	}
	return lines
}

func (English) heading(about string, n int) string {
	return fmt.Sprintf("%s (%s):", about, digits(n, ","))
}

func (English) place(p Place) string {
	if p.File != "" {
		return p.File
	}
	return "line " + digits(p.Line, "")
}

func (w English) leaving(n, roll int) string {
	return fmt.Sprintf("Careful: of %s on the roll, %s would be taken off it.", w.number(roll, "supporter", "supporters"), digits(n, ","))
}

func (English) partial() string {
	return "The list of a part of the roll isn't complete: is this one whole?"
}

func (w English) row(r *Row) string {
	return fmt.Sprintf("%s (%s%s)", r.Name, w.what(&tracker.Supporter{Name: r.Name, Category: r.Category, Country: r.Country}), r.details(w))
}

// shifts tells the counts that changed, and their sum under a name.
func (w English) shifts(c *tracker.Change, all string) []string {
	var lines []string
	for _, category := range tracker.Categories() {
		if was, is := c.Before.Of(category), c.After.Of(category); was != is {
			lines = append(lines, fmt.Sprintf("%s: %s → %s", capital(w.plural(category)), digits(was, ","), digits(is, ",")))
		}
	}
	if was, is := c.Before.Total(), c.After.Total(); len(lines) > 0 {
		return append(lines, fmt.Sprintf("%s: %s → %s", all, digits(was, ","), digits(is, ",")))
	}
	return nil
}

// news lists changes, those of each kind apart.
func (w English) news(a *Answer) []string {
	c := a.Change
	var lines []string
	section := func(title string, n int, line func(int) string) {
		if n == 0 {
			return
		}
		lines = append(lines, title)
		for i := range a.listed(n) {
			lines = append(lines, "• "+line(i))
		}
		lines = append(lines, w.more(n-a.listed(n))...)
	}
	section("Joined:", len(c.Joined), func(i int) string {
		s := c.Joined[i]
		line := s.Name + ", " + w.what(s)
		if a.Kind == Digest && a.Book.Back(s.ID) != "" {
			line += ", back on the list since " + w.day(a.Book.Back(s.ID))
		} else if s.Joined != "" {
			line += ", joined " + w.date(s.Joined)
		} else if a.Kind == Digest && s.FirstListed != "" {
			line += ", listed " + w.day(s.FirstListed)
		}
		return line + after(". Source: ", s.Source)
	})
	section("Withdrew:", len(c.Withdrew), func(i int) string {
		s := c.Withdrew[i]
		return fmt.Sprintf("%s, %s, %s%s", s.Name, w.what(s), w.day(s.Left.On), after(". Source: ", s.Left.Source))
	})
	section("Taken off the list, which is not a withdrawal:", len(c.Removed), func(i int) string {
		s := c.Removed[i]
		return fmt.Sprintf("%s, %s: %s%s", s.Name, w.what(s), w.reason(s.Left.Reason), after(". Source: ", s.Left.Source))
	})
	section("Merged into another entry, which goes on:", len(c.Merged), func(i int) string {
		s := c.Merged[i]
		return fmt.Sprintf("%s, %s: merged into %s%s", s.Name, w.what(s), a.Book.Supporter(s.Left.Into).Name, after(". Source: ", s.Left.Source))
	})
	section("Recategorised:", len(c.Recategorised), func(i int) string {
		r := c.Recategorised[i]
		return fmt.Sprintf("%s: %s → %s%s", r.After.Name, w.singular(r.Before.Category), w.singular(r.After.Category), amended(w, r))
	})
	section("Amended:", len(c.Amended), func(i int) string { return c.Amended[i].After.Name + amended(w, c.Amended[i]) })
	section("Put back on the list, as its departure was undone:", len(c.Restored), func(i int) string {
		return c.Restored[i].Name + ", " + w.what(c.Restored[i])
	})
	section("Headline figures, as others reported them:", len(c.Figures), func(i int) string {
		f := c.Figures[i]
		line := w.figured(FactOf(f))
		if n, ok := a.Rolled[f]; ok {
			line += fmt.Sprintf(", while the roll had %s", digits(n, ","))
		}
		return line + after(". Source: ", f.Source)
	})
	section("Headline figures that were taken back, and count no more:", len(c.Retracted), func(i int) string {
		f := c.Retracted[i]
		return w.figure(FactOf(f))
	})
	return lines
}

// Footer tells as of when, from which source and by which rule.
func (w English) Footer(a *Answer) []string {
	var lines []string
	if a.Overlap != nil {
		one, two := a.Overlap.Of[0], a.Overlap.Of[1]
		return []string{
			fmt.Sprintf("As of %s. Counted: entries on the rolls, of which that of the %s was last compared with its list on %s, and that of the %s on %s; on both, by the first call's categories.",
				w.day(a.AsOf), one.Name, w.day(one.Checked), two.Name, w.day(two.Checked)),
			"States are the same by their country, all others by a name or an alias. Whoever goes by quite different names in the two calls is told as two.",
			fmt.Sprintf("Sources: %s, %s", one.Source, two.Source),
		}
	}
	switch a.Rule {
	case Listed:
		lines = append(lines, fmt.Sprintf("As of %s. Counted: entries on the roll, which was last compared with the official list on %s.", w.day(a.AsOf), w.day(a.Checked)))
	case NoRule:
		if a.AsOf != "" {
			lines = append(lines, fmt.Sprintf("As of %s. Nothing is counted here.", w.day(a.AsOf)))
		}
	case Reported:
		lines = append(lines, fmt.Sprintf("As of %s. These are figures that others published; they can disagree.", w.day(a.AsOf)))
	}
	regions, groups := a.places()
	if regions {
		lines = append(lines, "The region is taken with the members of the United Nations that lie there.")
	}
	if groups {
		lines = append(lines, fmt.Sprintf("The group is taken with its members of %s.", w.date(a.Call.GroupsAsOf)))
	}
	if len(a.Sources) > 0 {
		lines = append(lines, "Source: "+strings.Join(a.Sources, ", "))
	}
	return lines
}

// read tells as which line a question was read.
func (English) read(line string) string { return "Read as: " + line }

// Suggestions introduces what could be asked next.
func (English) Suggestions() string { return "You could ask:" }

// filtered is a number of those that the filters let through: "27 states in the European Union".
func (w English) filtered(a *Answer, n int) string {
	return digits(n, ",") + " " + w.those(a, n)
}

// those are whom the filter lets through, by a noun for a number of them.
func (w English) those(a *Answer, n int) string { return w.who(a.Where, n) }

func (w English) onRoll(a *Answer, n int) string {
	verb := "are"
	switch {
	case a.AsOf != a.Today && n == 1:
		verb = "was"
	case a.AsOf != a.Today:
		verb = "were"
	case n == 1:
		verb = "is"
	}
	where := " on the roll"
	if a.unlisted() {
		where = " recorded"
	}
	if a.AsOf != a.Today {
		return verb + where + " on " + w.day(a.AsOf)
	}
	return verb + where
}

func (w English) counts(c tracker.Counts) string {
	var parts []string
	for _, category := range tracker.Categories() {
		if n := c.Of(category); n > 0 || category != tracker.Uncategorised {
			parts = append(parts, w.category(category, n))
		}
	}
	return w.list(parts)
}

// what a supporter is, with its article: "a company (business) of France".
func (w English) what(s *tracker.Supporter) string {
	what := map[tracker.Category]string{
		tracker.State: "a state", tracker.PublicAuthority: "a public authority", tracker.CivilSociety: "a civil society organisation",
		tracker.Company: "a company", tracker.Uncategorised: "an entry without a category",
	}[s.Category]
	if s.Kind != "" {
		what += " (" + s.Kind.String() + ")"
	}
	if s.Category != tracker.State && s.Country != "" {
		what += ", " + w.country(s.Country)
	}
	return what
}

func (w English) singular(c tracker.Category) string { return w.noun(c, 1) }

func (w English) plural(c tracker.Category) string { return w.noun(c, 2) }

func (w English) category(c tracker.Category, n int) string {
	return digits(n, ",") + " " + w.noun(c, n)
}

func (English) name(s *tracker.Supporter) string { return s.Name }

func (English) digits(n int) string { return digits(n, ",") }

func (English) noun(c tracker.Category, n int) string {
	nouns := map[tracker.Category][2]string{
		tracker.State:           {"state", "states"},
		tracker.PublicAuthority: {"public authority or local government", "public authorities and local governments"},
		tracker.CivilSociety:    {"civil society organisation", "civil society organisations"},
		tracker.Company:         {"company", "companies"},
		tracker.Uncategorised:   {"entry without a category", "entries without a category"},
	}[c]
	if n == 1 {
		return nouns[0]
	}
	return nouns[1]
}

func (English) kind(k tracker.Kind, _ int) string {
	if k == "ngo" {
		return "NGO"
	}
	return k.String()
}

func (English) number(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return digits(n, ",") + " " + many
}

func (English) qualifier(q tracker.Qualifier) string {
	return map[tracker.Qualifier]string{tracker.Exactly: "exactly", tracker.AtLeast: "at least", tracker.About: "about"}[q]
}

func (English) reason(reason string) string {
	switch reason {
	case "":
		return "no reason was stated"
	case tracker.Duplicate:
		return "it was a duplicate"
	case tracker.Error:
		return "it was an error"
	case tracker.Replaced:
		return "it was replaced"
	}
	return reason
}

func (English) country(code string) string {
	if c, ok := names.CountryOf(code); ok {
		return c.Name
	}
	return code
}

func (English) day(d tracker.Day) string { return d.Time().Format("2 January 2006") }

func (w English) date(d tracker.Date) string {
	switch len(d) {
	case len("2006"):
		return string(d)
	case len("2006-01"):
		return d.First().Time().Format("January 2006")
	}
	return w.day(tracker.Day(d))
}

func (English) list(items []string) string {
	switch len(items) {
	case 0:
		return ""
	case 1:
		return items[0]
	}
	last := len(items) - 1
	return strings.Join(slices.Clone(items[:last]), ", ") + " and " + items[last]
}
