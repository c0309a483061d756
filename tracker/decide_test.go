package tracker_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"rollcall/tracker"
)

type decision = func(*tracker.Book) ([]tracker.Event, error)

// small is a list of four, of which one left: a state, a foundation with aliases, a company, and one that withdrew.
func small(t testing.TB) (*tracker.Tracker, *tracker.Memory) {
	t.Helper()
	l := &tracker.Memory{}
	tr := open(t, l)
	for _, s := range []tracker.Supporter{
		{Name: "France", Aliases: []string{"République française"}, Category: tracker.State, Country: "FR", Source: source},
		{Name: "Example Foundation", Aliases: []string{"Exämple", "EF"}, Category: tracker.CivilSociety, Source: source},
		company("Example Ltd"),
		company("Gone & Away"),
	} {
		do(t, tr, tracker.Request{By: "U1"}, add(s))
	}
	do(t, tr, tracker.Request{By: "U1"}, tracker.Withdraw(4, source))
	return tr, l
}

// wantRefused holds that a decision is refused in words that can be shown to a person, and that nothing changed.
func wantRefused(t *testing.T, tr *tracker.Tracker, decide decision, says string) {
	t.Helper()
	before := tr.Book()
	_, err := tr.Do(t.Context(), tracker.Request{By: "U1"}, decide)
	var refusal tracker.Refusal
	if !errors.As(err, &refusal) {
		t.Fatalf("got %v, want a refusal", err)
	}
	if !strings.Contains(refusal.Error(), says) {
		t.Errorf("%q doesn't say %q", refusal.Error(), says)
	}
	if !utf8.ValidString(refusal.Error()) || strings.ContainsFunc(refusal.Error(), func(r rune) bool { return !unicode.IsPrint(r) && r != '\u200c' && r != '\u200d' }) {
		t.Errorf("%q doesn't print", refusal.Error())
	}
	if utf8.RuneCountInString(refusal.Error()) > 400 {
		t.Errorf("the refusal is %d characters long", utf8.RuneCountInString(refusal.Error()))
	}
	if tr.Book() != before {
		t.Error("something changed")
	}
}

// unreadable are texts that no name, reason or source may be.
var unreadable = map[string]string{
	"10,000 characters":          strings.Repeat("é", 10_000),
	"a line break":               "Example\nInc",
	"a tab":                      "Example\tInc",
	"a null":                     "Example\x00Inc",
	"an escape sequence":         "Example\x1b[31mInc",
	"a control character of C1":  "Example\u0085Inc",
	"right-to-left override":     "Example \u202Ecni",
	"an isolate":                 "Example \u2066cni\u2069",
	"an invisible space":         "Exam\u200Bple New",
	"a byte order mark":          "\uFEFFExample New",
	"a line separator":           "Example\u2028Inc",
	"a tag character":            "Example\U000E0041",
	"invalid UTF-8":              "Example \xff\xfe",
	"half a character":           "Example \xe2\x82",
	"a surrogate":                "Example \xed\xa0\x80",
	"a replacement character":    "Example \uFFFD",
	"a private-use character":    "Example \uE000",
	"an unassigned code point":   "Example \U000EFFFF",
	"a noncharacter of the last": "Example \U0010FFFF",
}

func TestAddRefusesBadInput(t *testing.T) {
	with := func(change func(*tracker.Supporter)) tracker.Supporter {
		s := company("New Ltd")
		change(&s)
		return s
	}
	named := func(name string) tracker.Supporter {
		return with(func(s *tracker.Supporter) { s.Name = name })
	}
	body := func(name string) tracker.Supporter {
		return with(func(s *tracker.Supporter) { s.Name, s.Category = name, tracker.CivilSociety })
	}
	type row struct {
		s    tracker.Supporter
		says string
	}
	rows := map[string]row{
		"no name":                          {named(""), "letter or digit"},
		"a name of spaces":                 {named("   "), "letter or digit"},
		"a name of punctuation":            {named("…!?"), "letter or digit"},
		"a name of accents":                {named("\u0301\u0302"), "letter or digit"},
		"a name that calls a channel":      {named("<!channel>"), "<"},
		"a name that calls a person":       {named("<@U012AB3CD>"), "<"},
		"a name with a link":               {named("<https://example.org|Example>"), "<"},
		"a name one character too long":    {named(strings.Repeat("n", tracker.MaxName+1)), "201"},
		"an alias that calls a channel":    {with(func(s *tracker.Supporter) { s.Aliases = []string{"fine", "<!here>"} }), "<"},
		"an empty alias":                   {with(func(s *tracker.Supporter) { s.Aliases = []string{""} }), "letter or digit"},
		"no source":                        {with(func(s *tracker.Supporter) { s.Source = "" }), "known from"},
		"a source of blanks":               {with(func(s *tracker.Supporter) { s.Source = "  " }), "web address"},
		"a source that is no address":      {with(func(s *tracker.Supporter) { s.Source = "the newspaper" }), "web address"},
		"a source without a scheme":        {with(func(s *tracker.Supporter) { s.Source = "example.org/page" }), "web address"},
		"a source without a host":          {with(func(s *tracker.Supporter) { s.Source = "https:///page" }), "web address"},
		"a source that is a port":          {with(func(s *tracker.Supporter) { s.Source = "https://:443/" }), "web address"},
		"a script as source":               {with(func(s *tracker.Supporter) { s.Source = "javascript:alert(1)" }), "web address"},
		"a file as source":                 {with(func(s *tracker.Supporter) { s.Source = "file:///etc/passwd" }), "web address"},
		"data as source":                   {with(func(s *tracker.Supporter) { s.Source = "data:text/html,hello" }), "web address"},
		"FTP as source":                    {with(func(s *tracker.Supporter) { s.Source = "ftp://example.org/a" }), "web address"},
		"a source that calls a channel":    {with(func(s *tracker.Supporter) { s.Source = "https://example.org/<!channel>" }), "web address"},
		"a source with a label":            {with(func(s *tracker.Supporter) { s.Source = "https://example.org|Example" }), "web address"},
		"a source with a space":            {with(func(s *tracker.Supporter) { s.Source = "https://example.org/a b" }), "web address"},
		"an unknown country":               {with(func(s *tracker.Supporter) { s.Country = "XX" }), `"XX"`},
		"a country by name":                {with(func(s *tracker.Supporter) { s.Country = "France" }), "two letters"},
		"an unknown category":              {with(func(s *tracker.Supporter) { s.Category = "companies" }), `"companies"`},
		"no category":                      {with(func(s *tracker.Supporter) { s.Category = "" }), "category"},
		"a figure's category":              {with(func(s *tracker.Supporter) { s.Category = tracker.TotalFigure }), `"total"`},
		"joined tomorrow":                  {with(func(s *tracker.Supporter) { s.Joined = tracker.Date(tracker.DayOf(today().Time().AddDate(0, 0, 1))) }), "future"},
		"joined in another century":        {with(func(s *tracker.Supporter) { s.Joined = "2318" }), "future"},
		"joined on a day that is none":     {with(func(s *tracker.Supporter) { s.Joined = "2019-02-30" }), "2019-02-30"},
		"joined in a month that is none":   {with(func(s *tracker.Supporter) { s.Joined = "2019-13" }), "2019-13"},
		"joined at a time that is no date": {with(func(s *tracker.Supporter) { s.Joined = "1 May" }), "1 May"},
		"a name that exists":               {named("Example Ltd"), "listed already"},
		"in another case":                  {named("EXAMPLE LTD"), "Example Ltd"},
		"with other punctuation":           {named("Example, Ltd."), "Example Ltd"},
		"with other accents":               {named("Éxample Ltd"), "Example Ltd"},
		"under an alias":                   {body("EXÄMPLE"), "Example Foundation"},
		"under an alias in another case":   {body("ef"), "Example Foundation"},
		"in full width":                    {body("ＥＦ"), "Example Foundation"},
		"an alias that exists as a name":   {with(func(s *tracker.Supporter) { s.Aliases = []string{"example ltd"} }), "Example Ltd"},
		"a state without a country":        {with(func(s *tracker.Supporter) { s.Category = tracker.State }), "needs its country"},
		"a second state with a country": {with(func(s *tracker.Supporter) {
			s.Name, s.Category, s.Country = "Fifth Republic", tracker.State, "FR"
		}), "France"},
		"a second state with a country in small letters": {with(func(s *tracker.Supporter) {
			s.Name, s.Category, s.Country = "Fifth Republic", tracker.State, "fr"
		}), "France"},
	}
	for name, text := range unreadable {
		rows["a name with "+name] = row{named(text), "name"}
		rows["an alias with "+name] = row{with(func(s *tracker.Supporter) { s.Aliases = []string{text} }), "alias"}
		rows["a source with "+name] = row{with(func(s *tracker.Supporter) { s.Source = "https://example.org/" + text }), "source"}
	}
	for name, r := range rows {
		t.Run(name, func(t *testing.T) {
			tr, _ := small(t)
			wantRefused(t, tr, add(r.s), r.says)
		})
	}
}

// Two bodies may share a name if they are known to be of two countries, and an acronym.
func TestNamesakesAreTwoSupporters(t *testing.T) {
	of := func(name string, category tracker.Category, country string, aliases ...string) tracker.Supporter {
		return tracker.Supporter{Name: name, Category: category, Country: country, Aliases: aliases, Source: source}
	}
	for _, c := range []struct {
		name   string
		listed tracker.Supporter
		said   tracker.Supporter
	}{
		{"in two countries", of("Example University", tracker.CivilSociety, "US"), of("Example University", tracker.CivilSociety, "PH")},
		{"a state and a state of another", of("Georgia", tracker.State, "GE"), of("Georgia", tracker.PublicAuthority, "US")},
		{"one acronym", of("Example Security Alliance", tracker.CivilSociety, "", "ESA"), of("Example Software Agency", tracker.CivilSociety, "", "ESA")},
		{"an alias in another category", of("Example Museum", tracker.Company, "", "ME"), of("ME", tracker.CivilSociety, "")},
		{"an alias with other accents", of("Example Museum", tracker.CivilSociety, "", "Musee Modele"), of("Musée Modèle", tracker.CivilSociety, "")},
	} {
		l := &tracker.Memory{}
		tr := open(t, l)
		do(t, tr, by("U1"), add(c.listed))
		do(t, tr, by("U1"), add(c.said))
		// A supporter that withdrew comes back as itself, and not as its namesake.
		do(t, tr, by("U1"), tracker.Withdraw(1, source))
		do(t, tr, by("U1"), tracker.Withdraw(2, source))
		done := do(t, tr, by("U1"), add(c.said))
		if back := done.After.Supporter(2); back.Status() != tracker.Listed || done.After.Supporter(1).Status() == tracker.Listed || back.Country != c.said.Country {
			t.Errorf("%s: %+v", c.name, back)
		}
		do(t, tr, by("U1"), tracker.Undo(5))
		valid(t, tr, l)
	}
}

func TestAddTakesNamesOfAllScripts(t *testing.T) {
	for _, name := range []string{
		"Ελλάδα", "日本", "شركة مثال", "חברה לדוגמה", "उदाहरण", "ตัวอย่าง", "Ünïçödé GmbH & Co. KG", "L’Oréal", "AT&T", "42", "株式会社例",
		"क\u094d\u200dष", "می\u200cخواهم", "Procter & Gamble", "`code` *bold* _it_ ~no~", "=1+1", "'; DROP TABLE supporters;--",
		strings.Repeat("é", tracker.MaxName),
	} {
		tr, _ := small(t)
		done := do(t, tr, tracker.Request{By: "U1"}, add(company(name)))
		if got := done.After.Supporter(6); got == nil || got.Name != name {
			t.Errorf("%q is recorded as %+v", name, got)
		}
		if got := tr.Book().Named(name); len(got) != 1 || got[0].Name != name {
			t.Errorf("%q is not found under its name", name)
		}
		wantRefused(t, tr, add(company(name)), "listed already")
	}
}

func TestAddTakesOnlyWhatItSays(t *testing.T) {
	tr, _ := small(t)
	s := company("New Ltd")
	s.ID, s.Left = 3, tracker.Departure{Status: tracker.Removed, On: "2020-01-01"}
	s.JoinedSource, s.Note, s.Website, s.FirstListed = "https://example.org/else", "a note", "https://example.org", "2001-01-01"
	done := do(t, tr, tracker.Request{By: "U1"}, add(s))
	want := company("New Ltd")
	want.ID, want.FirstListed, want.Note, want.Website = 6, today(), "a note", "https://example.org"
	if got := done.After.Supporter(6); got == nil || !reflect.DeepEqual(*got, want) {
		t.Errorf("it recorded\n%+v, want\n%+v", done.Entries[0].Event, want)
	}
	if got := done.After.Supporter(3).Name; got != "Example Ltd" {
		t.Errorf("it put %s in the place of Example Ltd", got)
	}
}

func TestAddKeepsTheJoiningDateWithItsSource(t *testing.T) {
	for _, joined := range []tracker.Date{"2018-11-12", "2018-11", "2018", tracker.Date(today())} {
		tr, _ := small(t)
		s := company("New Ltd")
		s.Joined = joined
		got := do(t, tr, tracker.Request{By: "U1"}, add(s)).After.Supporter(6)
		if got.Joined != joined || got.JoinedSource != source || got.FirstListed != today() {
			t.Errorf("joined %q is recorded as %q from %q, first listed %s", joined, got.Joined, got.JoinedSource, got.FirstListed)
		}
	}
}

func TestADecisionCanBeMadeAgainOnAnotherBook(t *testing.T) {
	tr, _ := small(t)
	decide := add(company("Gone & Away"))
	first, err := decide(tr.Book())
	if err != nil || first[0].(tracker.Changed).Supporter.ID != 4 {
		t.Fatalf("it decided %+v, %v", first, err)
	}
	// A retry sees another Book; the first result is discarded.
	second, err := decide(&tracker.Book{})
	if err != nil || second[0].(tracker.Changed).Supporter.ID != 0 {
		t.Errorf("asked of an empty Book, it decided %+v, %v", second, err)
	}
}

func TestWhoComesBackKeepsItsID(t *testing.T) {
	for name, under := range map[string]string{"under its name": "Gone & Away", "in another spelling": "GONE, AWAY"} {
		t.Run(name, func(t *testing.T) {
			tr, l := small(t)
			back := company(under)
			done := do(t, tr, tracker.Request{By: "U1"}, add(back))
			s := done.After.Supporter(4)
			if s.Status() != tracker.Listed || s.Left != (tracker.Departure{}) || s.Name != under {
				t.Errorf("it came back as %+v", s)
			}
			if got := done.After.Counts().Company; got != 2 {
				t.Errorf("%d companies, want 2", got)
			}
			if broken := tracker.Verify(stored(t, l)); len(broken) > 0 {
				t.Errorf("the ledger is not valid: %v", broken)
			}
			wantRefused(t, tr, add(company("gone away")), "listed already")
		})
	}
	t.Run("after a removal", func(t *testing.T) {
		tr, _ := small(t)
		do(t, tr, tracker.Request{By: "U1"}, tracker.Remove(3, tracker.Error, source))
		if got := do(t, tr, tracker.Request{By: "U1"}, add(company("Example Ltd"))).After.Supporter(3).Status(); got != tracker.Listed {
			t.Errorf("it is %s", got)
		}
	})
}

func TestWithdrawAndRemoveRefuseBadInput(t *testing.T) {
	type row struct {
		decide decision
		says   string
	}
	rows := map[string]row{
		"who isn't there withdraws":       {tracker.Withdraw(99, source), "99"},
		"nobody withdraws":                {tracker.Withdraw(0, source), "0"},
		"who left withdraws":              {tracker.Withdraw(4, source), "Gone & Away isn't listed"},
		"who isn't there is removed":      {tracker.Remove(99, tracker.Error, source), "99"},
		"who left is removed":             {tracker.Remove(4, tracker.Error, source), "withdrawn on " + string(today())},
		"withdraws without a source":      {tracker.Withdraw(3, ""), "known from"},
		"removed without a source":        {tracker.Remove(3, tracker.Error, ""), "known from"},
		"withdraws, the source is no web": {tracker.Withdraw(3, "mailto:a@example.org"), "web address"},
		"removed, the source is no web":   {tracker.Remove(3, "", "hearsay"), "web address"},
		"a reason one character too long": {tracker.Remove(3, strings.Repeat("r", tracker.MaxText+1), source), "501"},
	}
	for name, text := range unreadable {
		rows["a reason with "+name] = row{tracker.Remove(3, text, source), "reason"}
		rows["withdraws, a source with "+name] = row{tracker.Withdraw(3, "https://example.org/"+text), "source"}
	}
	for name, r := range rows {
		t.Run(name, func(t *testing.T) {
			tr, _ := small(t)
			wantRefused(t, tr, r.decide, r.says)
		})
	}
}

func TestADepartureIsDatedAsItsEntry(t *testing.T) {
	tr, _ := small(t)
	// The decision was made for another day than the request takes effect.
	done, err := tr.Do(t.Context(), tracker.Request{By: "U1"}, tracker.Withdraw(3, source))
	if err == nil && done.After.Supporter(3).Left.On != done.Entries[0].On {
		t.Errorf("the entry takes effect on %s, and says that it left on %s", done.Entries[0].On, done.After.Supporter(3).Left.On)
	}
}

func TestWithdrawnAndRemovedStayApart(t *testing.T) {
	tr, _ := small(t)
	do(t, tr, tracker.Request{By: "U1"}, tracker.Withdraw(2, source))
	for i, reason := range []string{tracker.Duplicate, "", "it said so in <b> & more"} {
		name := []string{"A Ltd", "B Ltd", "C Ltd"}[i]
		id := do(t, tr, tracker.Request{By: "U1"}, add(company(name))).Entries[0].Seq
		done := do(t, tr, tracker.Request{By: "U1"}, tracker.Remove(id, reason, source))
		want := tracker.Departure{Status: tracker.Removed, On: today(), Reason: reason, Source: source}
		if got := done.After.Supporter(id); got.Left != want || got.Status() != tracker.Removed || got.Name != name {
			t.Errorf("it left the list as %+v, want %+v", got.Left, want)
		}
		if why := done.Entries[0].Event.(tracker.Changed).Why; why != tracker.WasRemoved {
			t.Errorf("the entry says %s", why)
		}
	}
	s := tr.Book().Supporter(2)
	if s.Left != (tracker.Departure{Status: tracker.Withdrawn, On: today(), Source: source}) {
		t.Errorf("it withdrew as %+v", s.Left)
	}
	if got, want := tr.Book().Counts(), (tracker.Counts{State: 1, Company: 1}); got != want {
		t.Errorf("the list counts %+v, want %+v", got, want)
	}
}

func TestReportRefusesBadInput(t *testing.T) {
	tr, _ := small(t)
	fine := tracker.Reported{Date: "2020-05", Category: tracker.State, Value: 80, Qualifier: tracker.AtLeast, Source: source}
	do(t, tr, tracker.Request{By: "U1"}, tracker.Report(fine, today()))
	with := func(change func(*tracker.Reported)) tracker.Reported {
		r := fine
		r.Date = "2020-06"
		change(&r)
		return r
	}
	for name, r := range map[string]struct {
		r    tracker.Reported
		says string
	}{
		"a negative figure":      {with(func(r *tracker.Reported) { r.Value = -1 }), "0 to 1,000,000"},
		"a huge figure":          {with(func(r *tracker.Reported) { r.Value = tracker.MaxFigure + 1 }), "0 to 1,000,000"},
		"the largest figure":     {with(func(r *tracker.Reported) { r.Value = int(^uint(0) >> 1) }), "0 to 1,000,000"},
		"the least figure":       {with(func(r *tracker.Reported) { r.Value = -int(^uint(0)>>1) - 1 }), "0 to 1,000,000"},
		"no source":              {with(func(r *tracker.Reported) { r.Source = "" }), "known from"},
		"a source that is none":  {with(func(r *tracker.Reported) { r.Source = "somebody" }), "web address"},
		"a long source":          {with(func(r *tracker.Reported) { r.Source = "https://example.org/" + strings.Repeat("a", 10_000) }), "source"},
		"tomorrow":               {with(func(r *tracker.Reported) { r.Date = tracker.Date(tracker.DayOf(today().Time().AddDate(0, 0, 1))) }), "future"},
		"a year to come":         {with(func(r *tracker.Reported) { r.Date = "2999" }), "future"},
		"a month to come":        {with(func(r *tracker.Reported) { r.Date = "2999-01" }), "future"},
		"no date":                {with(func(r *tracker.Reported) { r.Date = "" }), ""},
		"a month that is none":   {with(func(r *tracker.Reported) { r.Date = "2020-99" }), "2020-99"},
		"a day that is none":     {with(func(r *tracker.Reported) { r.Date = "2020-02-30" }), "2020-02-30"},
		"words for a date":       {with(func(r *tracker.Reported) { r.Date = "last May" }), "last May"},
		"an unknown category":    {with(func(r *tracker.Reported) { r.Category = "governments" }), `"governments"`},
		"no category":            {with(func(r *tracker.Reported) { r.Category = "" }), "category"},
		"an unknown qualifier":   {with(func(r *tracker.Reported) { r.Qualifier = "roughly" }), ""},
		"a quote of many pages":  {with(func(r *tracker.Reported) { r.Quote = strings.Repeat("q", 10_000) }), "quote"},
		"a quote that turns":     {with(func(r *tracker.Reported) { r.Quote = "more than \u202E08" }), "quote"},
		"a quote of broken text": {with(func(r *tracker.Reported) { r.Quote = "more than \xff" }), "quote"},
		"the same figure again":  {fine, "already"},
	} {
		t.Run(name, func(t *testing.T) { wantRefused(t, tr, tracker.Report(r.r, today()), r.says) })
	}
	for name, r := range map[string]tracker.Reported{
		"zero":                   with(func(r *tracker.Reported) { r.Value = 0 }),
		"the most":               with(func(r *tracker.Reported) { r.Value = tracker.MaxFigure }),
		"of all":                 with(func(r *tracker.Reported) { r.Category = tracker.TotalFigure }),
		"of another date":        with(func(r *tracker.Reported) { r.Date = "2020-07" }),
		"from another source":    with(func(r *tracker.Reported) { r.Source = "https://example.org/other" }),
		"with another qualifier": with(func(r *tracker.Reported) { r.Qualifier = tracker.Exactly }),
	} {
		if _, err := tr.Do(t.Context(), tracker.Request{By: "U1"}, tracker.Report(r, today())); err != nil {
			t.Errorf("a figure %s is refused: %v", name, err)
		}
	}
	if got := tr.Book().Counts(); got.Total() != 3 {
		t.Errorf("figures changed the list: %+v", got)
	}
}

func TestAChannelHasOneSubscription(t *testing.T) {
	tr, l := small(t)
	daily := tracker.Subscribe(tracker.Subscribed{Channel: "C1", Schedule: "0 9 * * *", Zone: "Europe/Paris"}, 0)
	if s := do(t, tr, tracker.Request{By: "U1"}, daily).After.Channel("C1", 0); s.ID != 6 || s.Through != 6 || s.By != "U1" {
		t.Errorf("subscribed as %+v", s)
	}
	if again := do(t, tr, tracker.Request{By: "U2"}, daily); len(again.Entries) > 0 {
		t.Errorf("the same wish again recorded %+v", again.Entries)
	}
	do(t, tr, tracker.Request{By: "U1"}, add(company("News Ltd")))
	if s := do(t, tr, tracker.Request{By: "U2"}, tracker.Subscribe(tracker.Subscribed{Channel: "C1"}, 0)).After.Channel("C1", 0); s.ID != 6 || s.Through != 6 || s.Schedule != "" || s.Zone != "" || s.By != "U2" {
		t.Errorf("another wish left it as %+v", s)
	}
	if s := do(t, tr, tracker.Request{By: "U2"}, tracker.Subscribe(tracker.Subscribed{Channel: "C2"}, 0)).After.Channel("C2", 0); s.ID == 6 {
		t.Error("two channels share a subscription")
	}
	// Subscribing again resumes one that paused.
	do(t, tr, tracker.Request{}, func(b *tracker.Book) ([]tracker.Event, error) {
		return []tracker.Event{tracker.DigestPlanned{Subscription: 6, Occasion: start, Through: 7}}, nil
	})
	plan := tr.Book().Channel("C1", 0).Plan.Seq
	do(t, tr, tracker.Request{}, func(b *tracker.Book) ([]tracker.Event, error) {
		return []tracker.Event{tracker.DigestAbandoned{Plan: plan, Reason: "not_in_channel"}}, nil
	})
	if s := do(t, tr, tracker.Request{By: "U1"}, tracker.Subscribe(tracker.Subscribed{Channel: "C1"}, 0)).After.Channel("C1", 0); s.Paused != "" || s.Through != 6 {
		t.Errorf("resumed, it is %+v", s)
	}
	if s := do(t, tr, tracker.Request{By: "U1"}, tracker.Unsubscribe("C1", 0)).After.Channel("C1", 0); s != nil {
		t.Errorf("ended, it is %+v", s)
	}
	wantRefused(t, tr, tracker.Unsubscribe("C1", 0), "no subscription")
	wantRefused(t, tr, tracker.Unsubscribe("", 0), "no subscription")
	if broken := tracker.Verify(stored(t, l)); len(broken) > 0 {
		t.Errorf("the ledger is not valid: %v", broken)
	}
}

func TestUnsubscribingSettlesAnOpenPlan(t *testing.T) {
	tr, l := small(t)
	do(t, tr, tracker.Request{}, tracker.Subscribe(tracker.Subscribed{Channel: "C1"}, 0))
	do(t, tr, tracker.Request{By: "U1"}, add(company("News Ltd")))
	do(t, tr, tracker.Request{}, func(b *tracker.Book) ([]tracker.Event, error) {
		return []tracker.Event{tracker.DigestPlanned{Subscription: 6, Occasion: start, Through: 7}}, nil
	})
	if got := do(t, tr, tracker.Request{By: "U1"}, tracker.Unsubscribe("C1", 0)).After; len(got.Subscriptions()) > 0 {
		t.Error("it goes on")
	}
	if broken := tracker.Verify(stored(t, l)); len(broken) > 0 {
		t.Errorf("the ledger is not valid: %v", broken)
	}
}
