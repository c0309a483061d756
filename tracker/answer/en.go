package answer

import (
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
	switch a.Status {
	case NotListed:
		return fmt.Sprintf("%s is not on the roll of the %s.", a.Subject, a.Call.Name), w.claims(a)
	case Announced:
		return fmt.Sprintf("%s is not on the roll of the %s, although it is said to support it.", a.Subject, a.Call.Name), w.claims(a)
	case UnknownName:
		lines := []string{"That doesn't say that it hasn't signed: it may be listed under another name."}
		if len(a.Candidates) > 0 {
			lines = append(lines, "The nearest names are "+w.list(a.Candidates)+".")
		}
		return fmt.Sprintf("I know no supporter called “%s”.", a.Subject), lines
	}
	s := a.Supporters[0].Whole
	what := w.what(s)
	switch a.Status {
	case tracker.Withdrawn:
		return fmt.Sprintf("%s (%s) withdrew from the %s; it left the roll on %s.", s.Name, what, a.Call.Name, w.day(s.Left.On)),
			append(w.facts(a, s), "Source of the withdrawal: "+s.Left.Source)
	case tracker.Removed, tracker.Merged:
		return fmt.Sprintf("%s (%s) was taken off the roll on %s: %s.", s.Name, what, w.day(s.Left.On), w.reason(s.Left.Reason)),
			append(w.facts(a, s), "That is not a withdrawal.", "Source of the removal: "+s.Left.Source)
	}
	return fmt.Sprintf("%s is on the roll of the %s, as %s.", s.Name, a.Call.Name, what), w.facts(a, s)
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
		add("Joined", w.date(s.Joined)+" (source: "+s.JoinedSource+")")
	case s.FirstListed == a.Begins:
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
		lines = append(lines, fmt.Sprintf("%s, %s: %s (%s). Source: %s", c.Name, w.date(c.Date), c.Claim, strings.ReplaceAll(c.Standing, "_", "-"), c.Source))
	}
	return lines
}

// Count tells how many supporters there are.
func (w English) Count(a *Answer) (string, []string) {
	if a.Counts != nil {
		return fmt.Sprintf("%s %s: %s.", w.number(*a.Total, "supporter", "supporters"), w.onRoll(a, *a.Total), w.counts(*a.Counts)), nil
	}
	return fmt.Sprintf("%s %s.", w.filtered(a, *a.Value), w.onRoll(a, *a.Value)), w.kindless(a)
}

func (w English) kindless(a *Answer) []string {
	if a.Kindless == 0 {
		return nil
	}
	return []string{fmt.Sprintf("The list says no kind for %s of those looked at, so there can be more.", w.number(a.Kindless, "entry", "entries"))}
}

// Figure tells what was reported, where the roll itself has no records.
func (w English) Figure(a *Answer) (string, []string) {
	if len(a.Figures) == 0 {
		return fmt.Sprintf("The roll's records begin on %s, and no figure was reported for %s or before.", w.day(a.Begins), w.day(a.AsOf)), nil
	}
	lines := make([]string, len(a.Figures))
	for i, f := range a.Figures {
		lines[i] = "• " + w.figure(f)
	}
	return fmt.Sprintf("The roll's records begin on %s; by %s these figures were reported:", w.day(a.Begins), w.day(a.AsOf)), lines
}

func (w English) figure(f FigureFact) string {
	if f.Category == tracker.TotalFigure {
		return fmt.Sprintf("%s: %s %s in all. Source: %s", w.date(f.Date), w.qualifier(f.Qualifier), w.number(f.Value, "supporter", "supporters"), f.Source)
	}
	return fmt.Sprintf("%s: %s %s. Source: %s", w.date(f.Date), w.qualifier(f.Qualifier), w.category(f.Category, f.Value), f.Source)
}

// List tells who is on the roll.
func (w English) List(a *Answer) (string, []string) {
	lines := make([]string, 0, len(a.Supporters))
	for _, s := range a.Supporters[:min(len(a.Supporters), ListedAtMost)] {
		line := "• " + s.Name
		if s.Category != tracker.State && s.Country != "" {
			line += ", " + w.country(s.Country)
		}
		switch {
		case s.Joined != "":
			line += " — joined " + w.date(s.Joined)
		case s.FirstListed == a.Begins:
			line += " — on or before " + w.day(s.FirstListed)
		default:
			line += " — listed " + w.day(s.FirstListed)
		}
		lines = append(lines, line)
	}
	if more := *a.Total - len(lines); more > 0 {
		lines = append(lines, fmt.Sprintf("… and %s more.", digits(more, ",")))
	}
	end := ":"
	if *a.Total == 0 {
		end = "."
	}
	return fmt.Sprintf("%s %s%s", w.filtered(a, *a.Total), w.onRoll(a, *a.Total), end), append(lines, w.kindless(a)...)
}

// Principle tells one principle in our summary.
func (w English) Principle(a *Answer) (string, []string) {
	p := a.Call.Principle(a.Principles[0])
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
		lines = append(lines, fmt.Sprintf("Community: %s, led by %s. Source: %s", c.Name, c.Lead, c.Source))
	}
	return fmt.Sprintf("Principle %d: %s.", p.Number, p.Title), lines
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
	binding := "It is not binding."
	if a.Call.Binding {
		binding = "It is binding."
	}
	lines := []string{
		binding + fmt.Sprintf(" It has %s.", w.number(len(a.Call.Principles), "principle", "principles")),
		fmt.Sprintf("On its roll: %s, in all %s.", w.counts(*a.Counts), w.number(*a.Total, "supporter", "supporters")),
		"Signed text: " + a.Call.TextURL,
		"Site: " + a.Call.URL,
	}
	return fmt.Sprintf("The %s is a public declaration launched on %s that states, companies and civil society sign.", a.Call.Name, w.day(a.Call.Launched)), lines
}

// Unknown says that the question wasn't understood.
func (w English) Unknown(a *Answer) (string, []string) {
	if a.Subject == "" {
		return "I didn't understand that.", nil
	}
	return fmt.Sprintf("I don't know what “%s” asks for.", a.Subject), nil
}

// Ambiguous says that several may be meant.
func (w English) Ambiguous(a *Answer) (string, []string) {
	lines := make([]string, len(a.Candidates))
	for i, c := range a.Candidates {
		lines[i] = "• " + c
	}
	return fmt.Sprintf("“%s” can mean several:", a.Subject), lines
}

// Help lists what can be typed.
func (w English) Help(a *Answer) (string, []string) {
	var lines []string
	admin := false
	for _, c := range a.Commands {
		if c.Admin && !admin {
			admin = true
			lines = append(lines, "For admins:")
		}
		lines = append(lines, "• "+c.Usage+" — "+w.command(c.Name))
	}
	return fmt.Sprintf("I keep the roll of the %s. You can type:", a.Call.Name), lines
}

func (English) command(name string) string {
	switch name {
	case "help":
		return "this list"
	case "about":
		return "what the call is"
	case "principles":
		return "all principles"
	case "principle":
		return "one principle; its number alone does too"
	case "who":
		return "whether somebody is on the roll, since when, and who says so"
	case "count":
		return "how many supporters there are"
	case "list":
		return "who they are"
	case "log":
		return "what was recorded last"
	case "subscribe":
		return "tell this channel of changes; at the next tick if nothing else is said, times in UTC if no zone is"
	case "unsubscribe":
		return "tell this channel no more"
	case "digest":
		return "what would be posted here now"
	case "add":
		return "put a supporter on the roll"
	case "withdraw":
		return "a supporter left by its own act"
	case "remove":
		return "take an entry off the list, which is not a withdrawal"
	case "report":
		return "record a headline figure"
	}
	return ""
}

// Log tells what was recorded.
func (w English) Log(a *Answer) (string, []string) {
	lines := make([]string, len(a.Entries))
	for i, e := range a.Entries {
		lines[i] = fmt.Sprintf("• %d · recorded %s UTC by %s · %s", e.Seq, e.At.Format("2006-01-02 15:04"), e.By, w.event(a.Book, e))
	}
	return fmt.Sprintf("The last %s of %s:", w.number(len(lines), "entry", "entries"), digits(int(a.Book.Head()), ",")), lines
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
			return fmt.Sprintf("%s joined (%s), listed %s. Source: %s", s.Name, w.what(&s), w.day(e.On), ev.Source)
		case tracker.Recategorised:
			return fmt.Sprintf("%s is now listed as %s, from %s. Source: %s", s.Name, w.what(&s), w.day(e.On), ev.Source)
		case tracker.Withdrew:
			return fmt.Sprintf("%s withdrew, %s. Source: %s", s.Name, w.day(e.On), ev.Source)
		case tracker.WasRemoved, tracker.WasMerged:
			return fmt.Sprintf("%s was taken off the list, %s: %s. Source: %s", s.Name, w.day(e.On), w.reason(s.Left.Reason), ev.Source)
		}
		return fmt.Sprintf("%s was amended, %s. Source: %s", s.Name, w.day(e.On), ev.Source)
	case tracker.Reported:
		return "reported, " + w.figure(FigureFact{ev.Date, ev.Category, ev.Value, ev.Qualifier, ev.Source})
	case tracker.Claimed:
		return fmt.Sprintf("%s, %s: %s. Source: %s", ev.Name, w.date(ev.Date), ev.Claim, ev.Source)
	case tracker.Noted:
		return fmt.Sprintf("%s, %s: %s. Source: %s", w.date(ev.Date), ev.Actor, ev.Event, ev.Source)
	case tracker.Subscribed:
		return "channel " + ev.Channel + " subscribed"
	case tracker.Unsubscribed:
		return "a channel unsubscribed"
	case tracker.DigestPlanned:
		return fmt.Sprintf("a digest up to entry %d was planned for %s", ev.Through, channel(ev.Subscription))
	case tracker.DigestPosted:
		return fmt.Sprintf("the digest planned by entry %d was posted", ev.Plan)
	case tracker.DigestAbandoned:
		return fmt.Sprintf("the digest planned by entry %d was given up: %s", ev.Plan, ev.Reason)
	}
	return ""
}

// Edited tells what was recorded, and the counts before and after.
func (w English) Edited(a *Answer) (string, []string) {
	lines := w.moved(a.Change)
	if len(a.Entries) == 0 {
		return "There was nothing to change.", nil
	}
	e := a.Entries[0]
	headline := w.event(a.Book, e)
	headline = "Recorded as entry " + digits(int(e.Seq), "") + ": " + headline
	return headline, lines
}

// moved tells counts before and after.
func (w English) moved(c *tracker.Change) []string {
	var lines []string
	for _, category := range tracker.Categories() {
		if was, is := c.Before.Of(category), c.After.Of(category); was != is {
			lines = append(lines, fmt.Sprintf("%s: %s → %s", capital(w.plural(category)), digits(was, ","), digits(is, ",")))
		}
	}
	if was, is := c.Before.Total(), c.After.Total(); was != is || len(lines) > 0 {
		return append(lines, fmt.Sprintf("All supporters: %s → %s", digits(was, ","), digits(is, ",")))
	}
	return []string{fmt.Sprintf("The counts are unchanged: %s supporters.", digits(c.After.Total(), ","))}
}

// Subscribed tells how a channel is told of changes from now on.
func (w English) Subscribed(a *Answer) (string, []string) {
	s := a.Setting
	if s.Ended {
		return fmt.Sprintf("%s unsubscribed this channel from the roll of the %s.", s.By, a.Call.Name), nil
	}
	when := "as soon as they are recorded"
	if s.Clock != "" {
		when = fmt.Sprintf("every day at %s (%s) when there were any", s.Clock, s.Zone)
	}
	if s.Already {
		return fmt.Sprintf("This channel is already told of changes, %s; nothing was changed.", when), nil
	}
	return fmt.Sprintf("%s subscribed this channel: changes of the roll of the %s are posted here %s.", s.By, a.Call.Name, when),
		[]string{"To end it, type: unsubscribe"}
}

// Digest tells what changed.
func (w English) Digest(a *Answer) (string, []string) {
	c := a.Change
	if c.Empty() {
		return "Nothing changed since this channel was last told.", nil
	}
	var news []string
	count := func(n int, one, many string) {
		if n > 0 {
			news = append(news, w.number(n, one, many))
		}
	}
	count(len(c.Joined), "supporter joined", "supporters joined")
	count(len(c.Withdrew), "supporter withdrew", "supporters withdrew")
	count(len(c.Removed), "entry was taken off the list", "entries were taken off the list")
	count(len(c.Recategorised), "entry was recategorised", "entries were recategorised")
	count(len(c.Amended), "entry was amended", "entries were amended")
	count(len(c.Figures), "headline figure was reported", "headline figures were reported")
	lines := w.moved(c)
	section := func(title string, n int, line func(int) string) {
		if n == 0 {
			return
		}
		lines = append(lines, title)
		for i := range min(n, ListedAtMost) {
			lines = append(lines, "• "+line(i))
		}
		if n > ListedAtMost {
			lines = append(lines, fmt.Sprintf("… and %s more.", digits(n-ListedAtMost, ",")))
		}
	}
	section("Joined:", len(c.Joined), func(i int) string {
		s := c.Joined[i]
		line := s.Name + ", " + w.what(s)
		if s.Joined != "" {
			line += ", joined " + w.date(s.Joined)
		}
		return line + ". Source: " + s.Source
	})
	section("Withdrew:", len(c.Withdrew), func(i int) string {
		s := c.Withdrew[i]
		return fmt.Sprintf("%s, %s, %s. Source: %s", s.Name, w.what(s), w.day(s.Left.On), s.Left.Source)
	})
	section("Taken off the list, which is not a withdrawal:", len(c.Removed), func(i int) string {
		s := c.Removed[i]
		return fmt.Sprintf("%s, %s: %s. Source: %s", s.Name, w.what(s), w.reason(s.Left.Reason), s.Left.Source)
	})
	section("Recategorised:", len(c.Recategorised), func(i int) string {
		r := c.Recategorised[i]
		return fmt.Sprintf("%s: %s → %s", r.After.Name, w.singular(r.Before.Category), w.singular(r.After.Category))
	})
	section("Amended:", len(c.Amended), func(i int) string { return c.Amended[i].After.Name })
	section("Headline figures, as others reported them:", len(c.Figures), func(i int) string {
		f := c.Figures[i]
		return w.figure(FigureFact{f.Date, f.Category, f.Value, f.Qualifier, f.Source})
	})
	if !a.Due.IsZero() {
		lines = append(lines, fmt.Sprintf("This digest was due on %s at %s UTC and comes late.", w.day(tracker.DayOf(a.Due)), a.Due.Format("15:04")))
	}
	return capital(a.Call.Name) + ": " + w.list(news) + ".", lines
}

// Footer tells as of when, from which source and by which rule.
func (w English) Footer(a *Answer) []string {
	var lines []string
	switch a.Rule {
	case Listed:
		lines = append(lines, fmt.Sprintf("As of %s. Counted: entries on the roll, which was last compared with the official list on %s.", w.day(a.AsOf), w.day(a.Checked)))
	case Reported:
		lines = append(lines, fmt.Sprintf("As of %s. These are figures that others published; they can disagree.", w.day(a.AsOf)))
	}
	if a.Filters != nil && a.Filters.Group != "" && a.Call != nil {
		lines = append(lines, fmt.Sprintf("The group is taken with its members of %s.", w.date(a.Call.GroupsAsOf)))
	}
	if len(a.Sources) > 0 {
		lines = append(lines, "Source: "+strings.Join(a.Sources, ", "))
	}
	return lines
}

// Suggestions introduces what could be asked next.
func (English) Suggestions() string { return "You could ask:" }

// filtered is a number of those that the filters let through: "27 states in the European Union".
func (w English) filtered(a *Answer, n int) string {
	f := a.Filters
	what := w.number(n, "supporter", "supporters")
	switch {
	case f.Kind != "" && f.Category != "":
		what = w.number(n, "entry", "entries") + fmt.Sprintf(" of the kind %s among the %s", f.Kind, w.plural(f.Category))
	case f.Kind != "":
		what = w.number(n, "entry", "entries") + fmt.Sprintf(" of the kind %s", f.Kind)
	case f.Category != "":
		what = w.category(f.Category, n)
	}
	if f.Country != "" {
		what += " with the country " + w.country(f.Country)
	}
	if f.Group != "" {
		what += " with a country in the group " + f.Group
	}
	return what
}

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
	if a.AsOf != a.Today {
		return verb + " on the roll on " + w.day(a.AsOf)
	}
	return verb + " on the roll"
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
