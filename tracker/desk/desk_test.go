package desk_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	_ "time/tzdata" // subscriptions name zones

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/desk"
	"rollcall/tracker/digest"
	"rollcall/tracker/pariscall"
	"rollcall/tracker/query"
)

// front is a desk on a small ledger in memory.
type front struct {
	testing.TB
	desk    *desk.Desk
	tracker *tracker.Tracker
	ledger  *tracker.Memory
	log     *bytes.Buffer
}

// newFront opens a desk on a list of a state and two others, recorded today.
func newFront(tb testing.TB, call *tracker.Call) *front {
	tb.Helper()
	f := &front{TB: tb, ledger: new(tracker.Memory), log: new(bytes.Buffer)}
	var err error
	if f.tracker, err = tracker.Open(context.Background(), f.ledger); err != nil {
		tb.Fatal(err)
	}
	for _, s := range []tracker.Supporter{
		{Name: "France", Category: tracker.State, Country: "FR", Joined: "2018-11-12"},
		{Name: "Example Foundation", Aliases: []string{"Fondation Exemple"}, Category: tracker.CivilSociety, Kind: "foundation", Country: "FR"},
		{Name: "Example & Sons", Category: tracker.Company, Country: "GB"},
	} {
		s.Source = "https://example.org/a"
		if _, err := f.tracker.Do(context.Background(), tracker.Request{By: "test"}, tracker.Add(s, tracker.DayOf(time.Now()))); err != nil {
			tb.Fatal(err)
		}
	}
	f.desk = desk.New(f.config(call))
	return f
}

// config is of a desk on this ledger, with a seed.
func (f *front) config(call *tracker.Call) desk.Config {
	return desk.Config{Tracker: f.tracker, Call: call, CanPost: desk.Anywhere, Admins: []string{"U0ADMIN"}, Named: named, Log: slog.New(slog.NewTextHandler(f.log, nil))}
}

// named says what an id is: those of people begin with U, those of channels with C.
func named(id string) (person, channel bool) {
	return strings.HasPrefix(id, "U0"), strings.HasPrefix(id, "C0")
}

func call(tb testing.TB) *tracker.Call {
	tb.Helper()
	c, err := pariscall.Call()
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// types answers a line of an admin, as Slack sends it.
func (f *front) types(line string) answer.Answer {
	f.Helper()
	return f.asks(desk.Request{By: "U0ADMIN", Admin: true, Channel: "C0POLICY", Tokens: query.Line(line)})
}

func (f *front) asks(r desk.Request) answer.Answer {
	f.Helper()
	a, err := f.desk.Do(context.Background(), r)
	if err != nil {
		f.Fatalf("%v: %v", r.Tokens, err)
	}
	if a.Headline == "" || !strings.HasPrefix(a.Text, a.Headline) || a.Kind == "" || a.Lang == "" {
		f.Errorf("%v is answered with %+v", r.Tokens, a)
	}
	return a
}

// refuses checks that a line is refused in these words, and changes nothing.
func (f *front) refuses(line, words string) {
	f.Helper()
	before := f.tracker.Book().Head()
	a := f.types(line)
	if a.Kind != answer.Refused || !strings.Contains(a.Text, words) {
		f.Errorf("%.200s\nis answered with %s: %.300s\nwant a refusal: %s", line, a.Kind, a.Text, words)
	}
	if n := f.tracker.Book().Head() - before; n != 0 {
		f.Errorf("%.200s: %d entries were recorded", line, n)
	}
}

// verified checks the ledger.
func (f *front) verified() {
	f.Helper()
	entries, err := f.ledger.Read(context.Background(), 0, math.MaxInt)
	if err != nil {
		f.Fatal(err)
	}
	for _, v := range tracker.Verify(entries) {
		f.Errorf("the ledger is broken: %v", v)
	}
}

// last is the last supporter event.
func (f *front) last() tracker.Changed {
	f.Helper()
	var last tracker.Changed
	for e := range f.tracker.Book().Entries(0) {
		if c, ok := e.Event.(tracker.Changed); ok {
			last = c
		}
	}
	return last
}

const source = " source:https://example.org/b"

func TestAddReadsTheNameTheCategoryAndAllElse(t *testing.T) {
	for line, want := range map[string]tracker.Supporter{
		`add "Example University" civil_society university country:DE`:              {Name: "Example University", Category: "civil_society", Kind: "university", Country: "DE"},
		`add Example University civil_society university`:                           {Name: "Example University", Category: "civil_society", Kind: "university"},
		`ADD Example School of Business company`:                                    {Name: "Example School of Business", Category: "company"},
		`add «\u00a0Exemple SA\u00a0» company country:France`:                       {Name: "Exemple SA", Category: "company", Country: "FR"},
		`add “Example & Co” company`:                                                {Name: "Example & Co", Category: "company"},
		`add company "Example"`:                                                     {},
		`add "Example Ltd" category:company kind:business country:"United Kingdom"`: {Name: "Example Ltd", Category: "company", Kind: "business", Country: "GB"},
		`add Example Ltd category:company`:                                          {Name: "Example Ltd", Category: "company"},
		`add "Example City" public authority local government joined:2020-05`:       {Name: "Example City", Category: "public_authority", Kind: "local_government", Joined: "2020-05"},
		`add Estonia state country:EE joined:2018-11-12`:                            {Name: "Estonia", Category: "state", Country: "EE", Joined: "2018-11-12"},
		`add "Example: The Network" civil_society country:ee`:                       {Name: "Example: The Network", Category: "civil_society", Country: "EE"},
	} {
		f := newFront(t, call(t))
		a := f.types(strings.ReplaceAll(line, `\u00a0`, "\u00a0") + source)
		if want.Name == "" {
			if a.Kind != answer.Refused {
				t.Errorf("%s: %s", line, a.Text)
			}
			continue
		}
		got := f.last().Supporter
		if a.Kind != answer.Edited || got.Name != want.Name || got.Category != want.Category || got.Kind != want.Kind || got.Country != want.Country ||
			got.Joined != want.Joined || got.Source != "https://example.org/b" || got.ID != f.tracker.Book().Head() {
			t.Errorf("%s\nis recorded as %+v\n%s", line, got, a.Text)
		}
		if !strings.Contains(a.Text, "3 → 4") {
			t.Errorf("%s: the counts aren't shown: %s", line, a.Text)
		}
		f.verified()
	}
}

func TestEditsThatCannotBe(t *testing.T) {
	paris := call(t)
	for _, c := range []struct{ line, words string }{
		{`add "Example A" castle` + source, "I don't know the category “castle”"},
		{`add "Example A" civil_society castle` + source, "I don't know the category"},
		{`add "Example A" category:castle` + source, "I don't know the category “castle”"},
		{`add "Example A" company kind:castle` + source, "I don't know the kind “castle”"},
		{`add "Example A" company kind:` + source, "says nothing"},
		{`add "Example A" company country:Atlantis` + source, "I don't know the country “Atlantis”"},
		{`add "Example A" company country:` + source, "says nothing"},
		{`add` + source, "Say the name"},
		{`add company` + source, "category"},
		{`add "" company` + source, "category"},
		{`add "Example A" company in:eu` + source, "in: doesn't go with this"},
		{`add "Example A" company country:FR country:DE` + source, "country: is there twice"},
		{`add "Example A" company`, "Say where this is known from"},
		{`add "Example A" company source:`, "says nothing"},
		{`add "Example A" company source:nowhere`, "must be a web address"},
		{`add "Example A" company source:https://`, "must be a web address"},
		{`add "Example A" company source:javascript:alert(1)`, "must be a web address"},
		{`add "Example A" company source:"https://example.org/a b"`, "must be a web address"},
		{`add "Example A" company source:https://example.org/` + strings.Repeat("a", 2_000), "at most 2,000"},
		{`add "Example A" company joined:2026-02-30` + source, "not a date"},
		{`add "Example A" company joined:30.2.2026` + source, "not a date"},
		{`add "Example A" company joined:` + source, "says nothing"},
		{`add "Example A" company joined:2017-06` + source, "launched on 12 November 2018"},
		{`add "Example A" company joined:9999` + source, "in the future"},
		{`add "Example A" company on:2999-01-01` + source, "in the future"},
		{`add "Example A" company on:2020-13-01` + source, "not a day"},
		{`add "Example A" company on:1999-01-01` + source, "launched"},
		{`add "Example Foundation" company` + source, "listed already"},
		{`add "EXAMPLE  foundation!" company` + source, "listed already"},
		{`add "fondation exemple" company` + source, "is much like #2 (Example Foundation, FR)"},
		{`add "Fondation Éxemple" company` + source, "is much like #2 (Example Foundation, FR)"},
		{`add "Example and Sons" company` + source, "listed already"},
		{`add "République française" state country:FR` + source, "listed already"},
		{`add "Example State" state` + source, "needs its country"},
		{`add "Example` + "\x07" + `A" company` + source, "doesn't print"},
		{`add "Example ` + "\u202e" + `A" company` + source, "doesn't print"},
		{`add "Example ` + "\u200b" + `A" company` + source, "doesn't print"},
		{`add "Example ` + "\xff" + `A" company` + source, "isn't readable text"},
		{`add "` + strings.Repeat("x", 10_000) + `" company` + source, "too long"},
		{`add "` + strings.Repeat("é", tracker.MaxName+1) + `" company` + source, "201 characters"},
		{`add "<!channel>" company` + source, "can't contain"},
		{`add "…" company` + source, "letter or digit"},
		{`withdraw` + source, "Say who"},
		{`withdraw "Example Fundation"` + source, "No supporter is called"},
		{`withdraw Nobody` + source, "No supporter is called “Nobody”"},
		{`withdraw France on:2018-01-01` + source, "would be before that"},
		{`withdraw France on:2999-01-01` + source, "in the future"},
		{`withdraw France`, "Say where this is known from"},
		{`withdraw France reason:error` + source, "reason: doesn't go with this"},
		{`remove France reason:"` + strings.Repeat("x", 501) + `"` + source, "at most 500"},
		{`remove France reason:"a` + "\x1b" + `b"` + source, "doesn't print"},
		{`remove "Example Fundation"` + source, "Did you mean: Example Foundation?"},
		{"withdraw Kenya" + source, "No supporter is called “Kenya”. Nothing was changed."}, // a country is no entry
		{`report` + source, "category"},
		{`report state` + source, "whole number from 0 to 1,000,000"},
		{`report 81` + source, "category"},
		{`report castles 81` + source, "I don't know the category “castles”"},
		{`report state -5` + source, "-5"},
		{`report state 1e9` + source, "1e9"},
		{`report state 81.5` + source, "81.5"},
		{`report state 1,2,3` + source, "1,2,3"},
		{`report state ٨١` + source, "٨١"},
		{`report state 81 82` + source, "82"},
		{`report state 1000001` + source, "from 0 to 1,000,000"},
		{`report state 99999999999999999999` + source, "from 0 to 1,000,000"},
		{`report state 81 maybe` + source, "maybe"},
		{`report state 81 on:2020-02-30` + source, "not a date"},
		{`report state 81 on:2999` + source, "in the future"},
		{`report state 81`, "Say where this is known from"},
	} {
		f := newFront(t, paris)
		f.refuses(c.line, c.words)
		f.verified()
	}
}

func TestReportReadsTheFigure(t *testing.T) {
	today := tracker.Date(tracker.DayOf(time.Now()))
	for line, want := range map[string]tracker.Reported{
		"report state 81":                              {Date: today, Category: "state", Value: 81, Qualifier: tracker.Exactly},
		"report state 81 at-least on:2022-05-01":       {Date: "2022-05-01", Category: "state", Value: 81, Qualifier: tracker.AtLeast},
		"report at-least 81 states on:2022-05":         {Date: "2022-05", Category: "state", Value: 81, Qualifier: tracker.AtLeast},
		"report total 1,200 about on:2022":             {Date: "2022", Category: tracker.TotalFigure, Value: 1200, Qualifier: tracker.About},
		"report TOTAL 1,000,000 exact":                 {Date: today, Category: tracker.TotalFigure, Value: 1_000_000, Qualifier: tracker.Exactly},
		"report civil society 0":                       {Date: today, Category: "civil_society", Value: 0, Qualifier: tracker.Exactly},
		"report public_authority 007 AT_LEAST":         {Date: today, Category: "public_authority", Value: 7, Qualifier: tracker.AtLeast},
		"report companies 12,345 approx on:2020-02-29": {Date: "2020-02-29", Category: "company", Value: 12_345, Qualifier: tracker.About},
	} {
		f := newFront(t, call(t))
		a := f.types(line + source)
		want.Source = "https://example.org/b"
		if got := f.tracker.Book().Figures(); a.Kind != answer.Edited || len(got) != 1 || got[0] != want {
			t.Errorf("%s\nis recorded as %+v\n%s", line, got, a.Text)
		}
		f.refuses(line+source, "recorded already")
		f.verified()
	}
}

func TestWhoLeavesIsFoundByAnyOfItsNames(t *testing.T) {
	for line, want := range map[string]tracker.Departure{
		`withdraw Example Foundation`:                         {Status: tracker.Withdrawn},
		`withdraw "example foundation"`:                       {Status: tracker.Withdrawn},
		`withdraw «Fondation Exemple»`:                        {Status: tracker.Withdrawn},
		`remove “Example Foundation”`:                         {Status: tracker.Removed},
		`remove Example Foundation reason:duplicate`:          {Status: tracker.Removed, Reason: tracker.Duplicate},
		`remove Example Foundation reason:“no longer listed”`: {Status: tracker.Removed, Reason: "no longer listed"},
		`remove reason:error Example Foundation`:              {Status: tracker.Removed, Reason: tracker.Error},
	} {
		f := newFront(t, call(t))
		a := f.types(line + source)
		want.On, want.Source = tracker.DayOf(time.Now()), "https://example.org/b"
		if got := f.last().Supporter; a.Kind != answer.Edited || got.Name != "Example Foundation" || got.Left != want {
			t.Errorf("%s\nis recorded as %+v\n%s", line, got, a.Text)
		}
		if !strings.Contains(a.Text, "3 → 2") {
			t.Errorf("%s: the counts aren't shown: %s", line, a.Text)
		}
		f.refuses(line+source, "isn't listed")
		back := f.types(`add "Example Foundation" civil_society` + source)
		if s := f.last().Supporter; back.Kind != answer.Edited || s.ID != 2 || s.Status() != tracker.Listed {
			t.Errorf("it comes back as %+v: %s", s, back.Text)
		}
		f.verified()
	}
}

func TestOnlyAdminsEdit(t *testing.T) {
	f := newFront(t, call(t))
	before := f.tracker.Book().Head()
	for _, line := range []string{
		`add "Example A" company` + source, "withdraw France" + source, "remove France" + source, "report state 81" + source, "ADD", "Report nonsense", "remove",
	} {
		f.log.Reset()
		a := f.asks(desk.Request{By: "U0GUEST", Channel: "C0POLICY", Tokens: query.Line(line)})
		if a.Kind != answer.Refused || !strings.Contains(a.Text, "Only admins can") || f.tracker.Book().Head() != before {
			t.Errorf("%s is answered with %s", line, a.Text)
		}
		if log := f.log.String(); !strings.Contains(log, "not an admin") || !strings.Contains(log, "U0GUEST") {
			t.Errorf("%s is logged as %q", line, log)
		}
	}
	for _, line := range []string{"count", "who France", "subscribe", "unsubscribe", "log", "help"} {
		if a := f.asks(desk.Request{By: "U0GUEST", Channel: "C0POLICY", Tokens: query.Line(line)}); a.Kind == answer.Refused {
			t.Errorf("%s is refused: %s", line, a.Text)
		}
	}
}

func TestSubscribeReadsTheWay(t *testing.T) {
	for line, want := range map[string]tracker.Subscribed{
		"subscribe":                                                          {Zone: "UTC"},
		"Subscribe Instantly":                                                {Zone: "UTC"},
		"subscribe instantly Europe/Paris":                                   {Zone: "Europe/Paris"},
		"subscribe daily":                                                    {Schedule: "0 9 * * *", Zone: "UTC"},
		"subscribe daily Europe/Paris":                                       {Schedule: "0 9 * * *", Zone: "Europe/Paris"},
		"subscribe at 18:05":                                                 {Schedule: "5 18 * * *", Zone: "UTC"},
		"subscribe daily at 00:00 utc":                                       {Schedule: "0 0 * * *", Zone: "UTC"},
		"subscribe daily at 9:30 europe/paris":                               {Schedule: "30 9 * * *", Zone: "Europe/Paris"},
		"subscribe Europe/Paris AT 23:59 DAILY":                              {Schedule: "59 23 * * *", Zone: "Europe/Paris"},
		"subscribe daily america/port-au-prince":                             {Schedule: "0 9 * * *", Zone: "America/Port-au-Prince"},
		"subscribe daily America/Argentina/Ushuaia":                          {Schedule: "0 9 * * *", Zone: "America/Argentina/Ushuaia"},
		"subscribe daily asia/ho_chi_minh":                                   {Schedule: "0 9 * * *", Zone: "Asia/Ho_Chi_Minh"},
		"subscribe daily africa/dar_es_salaam":                               {Schedule: "0 9 * * *", Zone: "Africa/Dar_es_Salaam"},
		"subscribe daily Etc/GMT+5":                                          {Schedule: "0 9 * * *", Zone: "Etc/GMT+5"},
		"subscribe weekdays":                                                 {Schedule: "0 9 * * 1-5", Zone: "UTC"},
		"subscribe weekly on Monday 9am Paris time":                          {Schedule: "0 9 * * 1", Zone: "Europe/Paris"},
		"subscribe every day at 9":                                           {Schedule: "0 9 * * *", Zone: "UTC"},
		"subscribe every weekday at 9 PM nairobi":                            {Schedule: "0 21 * * 1-5", Zone: "Africa/Nairobi"},
		"s'abonner chaque lundi 9h30":                                        {Schedule: "30 9 * * 1", Zone: "UTC"},
		"subscribe every Tuesdays at 18h":                                    {Schedule: "0 18 * * 2", Zone: "UTC"},
		"subscribe to states only":                                           {Zone: "UTC", Filter: "state"},
		"subscribe only companies immediately":                               {Zone: "UTC", Filter: "company"},
		"subscribe joined left only":                                         {Zone: "UTC", Only: "joined left"},
		"subscribe quiet 22h-7h":                                             {Zone: "UTC", Quiet: "22:00-07:00"},
		"subscribe weekly mon at 8:05":                                       {Schedule: "5 8 * * 1", Zone: "UTC"},
		"subscribe weekly thu, mon at 8":                                     {Schedule: "0 8 * * 1,4", Zone: "UTC"},
		"subscribe weekly mon thu mon company":                               {Schedule: "0 9 * * 1,4", Zone: "UTC", Filter: "company"},
		"subscribe every Sunday and Wednesday Paris":                         {Schedule: "0 9 * * 0,3", Zone: "Europe/Paris"},
		"subscribe chaque mardi et jeudi 9h":                                 {Schedule: "0 9 * * 2,4", Zone: "UTC"},
		"subscribe weekly dimanche":                                          {Schedule: "0 9 * * 0", Zone: "UTC"},
		"subscribe monthly 28 Asia/Tokyo":                                    {Schedule: "0 9 28 * *", Zone: "Asia/Tokyo"},
		"subscribe cron */5 9-17 * * MON":                                    {Schedule: "*/5 9-17 * * MON", Zone: "UTC"},
		`subscribe cron "0 9 * * 7"`:                                         {Schedule: "0 9 * * 0", Zone: "UTC"},
		"subscribe cron '0 9 * * 5-7' UTC":                                   {Schedule: "0 9 * * 0,5,6", Zone: "UTC"},
		"subscribe cron 0 9 * * 1,7":                                         {Schedule: "0 9 * * 0,1", Zone: "UTC"},
		"subscribe cron 0 9 * * 1-7/2":                                       {Schedule: "0 9 * * 0,1,3,5", Zone: "UTC"},
		"subscribe daily 9am New York":                                       {Schedule: "0 9 * * *", Zone: "America/New_York"},
		"subscribe state daily at 9 am new york time in:eu":                  {Schedule: "0 9 * * *", Zone: "America/New_York", Filter: "state in:eu"},
		"subscribe weekly mon 6 pm São Paulo":                                {Schedule: "0 18 * * 1", Zone: "America/Sao_Paulo"},
		"subscribe daily Dar es Salaam":                                      {Schedule: "0 9 * * *", Zone: "Africa/Dar_es_Salaam"},
		"subscribe daily 9am UTC+2":                                          {Schedule: "0 9 * * *", Zone: "Etc/GMT-2"},
		"subscribe daily 9am UTC−03:00":                                      {Schedule: "0 9 * * *", Zone: "Etc/GMT+3"},
		"subscribe daily 9am UTC+0":                                          {Schedule: "0 9 * * *", Zone: "Etc/GMT-0"},
		`subscribe cron "0 9 29 2 *"`:                                        {Schedule: "0 9 29 2 *", Zone: "UTC"},
		"subscribe in:eu":                                                    {Zone: "UTC", Filter: "in:eu"},
		"subscribe states companies in:OTAN":                                 {Zone: "UTC", Filter: "state,company in:nato"},
		"subscribe state and in:eu and in:nato":                              {Zone: "UTC", Filter: "state in:eu and in:nato"},
		"subscribe category:state not country:FR not country:de daily":       {Schedule: "0 9 * * *", Zone: "UTC", Filter: "state not country:FR not country:DE"},
		"subscribe kind:university or company country:FR,DE":                 {Zone: "UTC", Filter: "kind:university or company country:FR,DE"},
		"subscribe local government in:western_africa":                       {Zone: "UTC", Filter: "kind:local_government in:west_africa"},
		"subscribe only left,joined":                                         {Zone: "UTC", Only: "joined left"},
		"subscribe cron “0 9 * JAN-MAR mon-fri”":                             {Schedule: "0 9 * JAN-MAR mon-fri", Zone: "UTC"},
		"subscribe cet quiet 22:00—07:00 min 1000":                           {Zone: "CET", Quiet: "22:00-07:00", Min: 1000},
		"subscribe only figures state country:FR or company":                 {Zone: "UTC", Only: "figures", Filter: "state country:FR or company"},
		"subscribe in:“European Union” only « joined »":                      {Zone: "UTC", Only: "joined", Filter: "in:eu"},
		"subscribe only figures Europe/Paris quiet 22:00–7:00 lang FR min 5": {Zone: "Europe/Paris", Only: "figures", Quiet: "22:00-07:00", Lang: "fr", Min: 5},
	} {
		f := newFront(t, call(t))
		a := f.types(line)
		s := f.tracker.Book().Channel("C0POLICY", 0)
		told := want
		told.ID, told.Channel = f.tracker.Book().Head(), "C0POLICY"
		if a.Kind != answer.Subscribed || !a.Public || s == nil || s.By != "U0ADMIN" || s.Subscribed != told {
			t.Errorf("%s\nis recorded as %+v\n%s", line, s, a.Text)
			continue
		}
		if !strings.Contains(a.Text, "@U0ADMIN") {
			t.Errorf("%s doesn't say who: %s", line, a.Text)
		}
		before := f.tracker.Book().Head()
		if again := f.types("subscribe #1 " + desk.Typed(s)); again.Kind != answer.Subscribed || f.tracker.Book().Head() != before {
			t.Errorf("%s is typed again as %s: %s", line, desk.Typed(s), again.Text)
		}
		if again := f.types(line); again.Kind != answer.Subscribed || again.Public || f.tracker.Book().Head() != before {
			t.Errorf("%s again: %s", line, again.Text)
		}
		f.verified()
	}
}

// What isn't said of a subscription stays as it was.
func TestAPartOfASubscriptionIsChangedAlone(t *testing.T) {
	const whole = "state in:eu only joined left weekly thu at 18:30 Europe/Paris quiet 22:00-07:00 lang fr min 5"
	for line, want := range map[string]string{
		"lang en":                    "state in:eu only joined left weekly thu at 18:30 Europe/Paris quiet 22:00-07:00 lang en min 5",
		"no lang":                    "state in:eu only joined left weekly thu at 18:30 Europe/Paris quiet 22:00-07:00 min 5",
		"company":                    "company only joined left weekly thu at 18:30 Europe/Paris quiet 22:00-07:00 lang fr min 5",
		"no filter":                  "only joined left weekly thu at 18:30 Europe/Paris quiet 22:00-07:00 lang fr min 5",
		"No Only":                    "state in:eu weekly thu at 18:30 Europe/Paris quiet 22:00-07:00 lang fr min 5",
		"only figures state":         "state only figures weekly thu at 18:30 Europe/Paris quiet 22:00-07:00 lang fr min 5",
		"at 8:05":                    "state in:eu only joined left weekly thu at 08:05 Europe/Paris quiet 22:00-07:00 lang fr min 5",
		"daily":                      "state in:eu only joined left daily at 18:30 Europe/Paris quiet 22:00-07:00 lang fr min 5",
		"instantly":                  "state in:eu only joined left instantly Europe/Paris quiet 22:00-07:00 lang fr min 5",
		"UTC":                        "state in:eu only joined left weekly thu at 18:30 UTC quiet 22:00-07:00 lang fr min 5",
		"cron 0 9 * * 1-6/2":         "state in:eu only joined left cron 0 9 * * 1-6/2 Europe/Paris quiet 22:00-07:00 lang fr min 5",
		"quiet 1:00-2:00 no min":     "state in:eu only joined left weekly thu at 18:30 Europe/Paris quiet 01:00-02:00 lang fr",
		"no quiet no min sans lang":  "state in:eu only joined left weekly thu at 18:30 Europe/Paris",
		"no filter no only daily 9h": "daily at 09:00 Europe/Paris quiet 22:00-07:00 lang fr min 5",
		"":                           whole,
	} {
		f := newFront(t, call(t))
		f.types("subscribe " + whole)
		f.types("subscribe #1 " + line)
		if got := desk.Typed(f.tracker.Book().Channel("C0POLICY", 1)); got != want {
			t.Errorf("%q makes it\n%s, want\n%s", line, got, want)
		}
		f.asks(desk.Request{By: "U0ADMIN", Channel: "C0POLICY", Form: true, Tokens: query.Line("subscribe #1 company")})
		if got := desk.Typed(f.tracker.Book().Channel("C0POLICY", 1)); got != "company instantly UTC" {
			t.Errorf("a form makes it %s", got)
		}
		f.verified()
	}
	f := newFront(t, call(t))
	f.types("subscribe only figures daily")
	f.refuses("subscribe #1 kind:university", "this filter would let none through")
	f.refuses("subscribe #1 no atlantis", "“no atlantis”")
	f.refuses("subscribe #1 no", "“no”")
	if _, err := f.tracker.Do(t.Context(), tracker.Request{By: "U1"}, tracker.Subscribe(tracker.Subscribed{Channel: "C0POLICY", Filter: "in:atlantis"}, 1)); err != nil {
		t.Fatal(err)
	}
	f.refuses("subscribe #1 daily", "atlantis") // which it would keep
	if _, err := f.tracker.Do(t.Context(), tracker.Request{By: "U1"}, tracker.Subscribe(tracker.Subscribed{Channel: "C0POLICY", Zone: "Mars/Olympus"}, 1)); err != nil {
		t.Fatal(err)
	}
	f.refuses("subscribe #1 daily", "“Mars/Olympus” is not a time zone")
}

func TestWhatAFilterExcludesComesLast(t *testing.T) {
	f := newFront(t, call(t))
	for line, words := range map[string]string{
		"subscribe not state company":                 "Only about companies other than states.",
		"subscribe not state not company":             "Only about supporters other than states and companies.",
		"subscribe not in:eu state or not country:FR": "États (sauf ceux d'un pays de l'Union européenne (UE)), ou soutiens (sauf ceux de France).",
	} {
		lang := "en"
		if strings.Contains(words, "sauf") {
			lang = "fr"
		}
		if a := f.asks(desk.Request{By: "U0ADMIN", Admin: true, Channel: "C0POLICY", Lang: lang, Tokens: query.Line(line)}); !strings.Contains(a.Text, words) {
			t.Errorf("%s\nis answered with %s\nwant %s", line, a.Text, words)
		}
	}
}

// A name is watched as it is typed, listed or not; a word that isn't quoted has to be one's name.
func TestASupporterIsWatchedByName(t *testing.T) {
	f := newFront(t, call(t))
	f.types(`add "Example" company source:https://example.org/a`)
	for i, c := range []struct{ line, filter string }{
		{`subscribe "Example"`, `"Example"`},
		{`subscribe example weekdays`, `"Example"`},
		{`subscribe "Club of Example" or name:google`, `"Club of Example" or name:google`},
		{`subscribe company not "Example"`, `company not "Example"`},
	} {
		channel := "C0WATCH" + strconv.Itoa(i)
		a := f.asks(desk.Request{By: "U0ADMIN", Channel: channel, Tokens: query.Line(c.line)})
		s := f.tracker.Book().Of(channel)
		if len(s) != 1 || s[0].Filter != c.filter {
			t.Errorf("%s\nis kept as %+v: %s", c.line, s, a.Text)
			continue
		}
		if rule := f.desk.Rule(s[0]); rule.Unreadable || rule.Who.String() != c.filter {
			t.Errorf("%s is read again as %q", c.line, rule.Who)
		}
	}
	f.types(`add "Club of Example" civil_society country:FR anyway source:https://example.org/a`)
	f.types(`remove "Example" source:https://example.org/b`)
	for channel, told := range map[string]string{"C0WATCH0": "Example, a company", "C0WATCH2": "Club of Example, civil"} {
		a := f.asks(desk.Request{By: "U0ADMIN", Channel: channel, Tokens: query.Line("digest")})
		if !strings.Contains(a.Text, told) || len(a.Facts.(*answer.DigestFacts).Change.Moves) != 1 {
			t.Errorf("%s is told %s", channel, a.Text)
		}
	}
	if a := f.asks(desk.Request{By: "U0ADMIN", Channel: "C0WATCH3", Tokens: query.Line("digest")}); !a.Facts.(*answer.DigestFacts).Change.Empty() {
		t.Errorf("what the filter excludes is shown: %s", a.Text)
	}
}

func TestSubscribeRefusesWhatItDoesNotUnderstand(t *testing.T) {
	f := newFront(t, call(t))
	for _, c := range []struct{ line, words string }{
		{"subscribe daily at 25:00", "“25:00” is not a time of day"},
		{"subscribe daily at 24:00", "“24:00” is not a time of day"},
		{"subscribe daily at 9.5", "“9.5” is not a time of day"},
		{"subscribe daily at 13am", "“13am” is not a time of day"},
		{"subscribe daily at 13 pm", "“13pm” is not a time of day"},
		{"subscribe 9", "“9”"},
		{"subscribe 9h 10h", "Say one time of day"},
		{"subscribe every", "Say a day behind every"},
		{"subscribe every month", "Say a day behind every"},
		{"subscribe joined only left", "Say once which changes"},
		{"subscribe Luxembourg", "“Luxembourg”"},
		{"subscribe hourly", "how often (daily"},
		{"subscribe daily at 09:60", "not a time of day"},
		{"subscribe daily at -1:00", "not a time of day"},
		{"subscribe daily at Europe/Paris", "not a time of day"},
		{"subscribe at", "Say one time of day"},
		{"subscribe daily at", "Say one time of day"},
		{"subscribe daily at 09:00 at 10:00", "Say one time of day"},
		{"subscribe daily weekdays", "Say once on which days"},
		{"subscribe weekly", "Say the day of the week"},
		{"subscribe weekly at 09:00", "Say the day of the week"},
		{"subscribe monthly 31", "from 1 to 28"},
		{"subscribe monthly", "from 1 to 28"},
		{"subscribe quiet", "no quiet hours"},
		{"subscribe quiet 22:00", "no quiet hours"},
		{"subscribe quiet 22:00-22:00", "no quiet hours"},
		{"subscribe quiet 25:00-07:00", "no quiet hours"},
		{"subscribe only", "Say once which changes"},
		{"subscribe only joined only left", "Say once which changes"},
		{"subscribe lang de", "no language"},
		{"subscribe min 0", "Say how many changes"},
		{"subscribe min many", "Say how many changes"},
		{"subscribe in:atlantis", "I don't know the group"},
		{"subscribe country:XX", "I don't know the country"},
		{"subscribe as-of:2020-01-01", "isn't known here"},
		{"subscribe in:", "says nothing"},
		{"subscribe not", "has to stand behind"},
		{"subscribe or state", "on both sides"},
		{"subscribe state or", "has to stand"},
		{"subscribe states atlantis", "“atlantis”"},
		{"subscribe cron", "five fields"},
		{"subscribe cron 0 9 * * 8", "not a cron expression"},
		{"subscribe cron 0 9 * * 1,9-7", "not a cron expression"},
		{"subscribe cron 0 9 * * 1-7/0", "not a cron expression"},
		{"subscribe daily UTC+5:30", "not a time zone that I know"},
		{"subscribe daily UTC+15", "not a time zone that I know"},
		{"subscribe daily New York Tokyo", "there are America/New_York and Asia/Tokyo"},
		{"subscribe daily UTC+2 UTC-3", "there are UTC+2 and UTC-3"},
		{"subscribe daily Hong Kong", "is a country"},
		{"subscribe daily New", "“New”"},
		{"subscribe cron 0 9 31 2 *", "never comes around"},
		{"subscribe cron @every 1ns", "not a cron expression"},
		{`subscribe cron "TZ=UTC"`, "not a cron expression"},
		{"subscribe cron 0 25 * * *", "not a cron expression"},
		{"subscribe cron 0 9 * * * daily", "leave the others away"},
		{"subscribe #1 daily", "no subscription"},
		{"subscribe #x", "not the number"},
		{"subscribe " + strings.Repeat("country:FR or ", 800) + "country:DE", "too long"},
		{"subscribe " + strings.Repeat("in:eu or ", 200) + "in:eu", "too long"},
		{"mute", "no subscription"},
		{"mute #1", "no subscription"},
		{"unsubscribe all", "no subscription"},
		{"subscribe weekly mon,xyz", "Say the day of the week"},
		{"subscribe weekly ,", "Say the day of the week"},
		{"subscribe weekly mon and", "stand behind “and”"},
		{"subscribe weekly mon thu daily", "Say once on which days"},
		{"mute 0 days", "how many days"},
		{"mute 7", "no subscription"},
		{"mute x 7", "not the number"},
		{"resume", "no subscription"},
		{"subscribe daily instantly", "either instantly or at a time"},
		{"subscribe instantly at 09:00", "either instantly or at a time"},
		{"subscribe Mars/Olympus", "“Mars/Olympus” is not a time zone"},
		{"subscribe Local", "“Local”"},
		{"subscribe posixrules", "“posixrules”"},
		{"subscribe right/Europe/Paris", "“right/Europe/Paris” is not a time zone"},
		{"subscribe Japan", "write it as country:JP"},
		{"subscribe states Singapore daily", "write it as country:SG"},
		{"subscribe NZ", "write it as country:NZ"},
		{"subscribe -state", "with and, or and not alone"},
		{"subscribe !state", "with and, or and not alone"},
		{"subscribe not (state or company)", "with and, or and not alone"},
		{"subscribe (state or company) and country:FR", "with and, or and not alone"},
		{"subscribe state & company", "with and, or and not alone"},
		{"subscribe local", "“local”"},
		{"subscribe daily ../../etc/passwd", "not a time zone"},
		{"subscribe daily /etc/localtime", "not a time zone"},
		{"subscribe daily Europe/Paris UTC", "Say one time zone; there are Europe/Paris and UTC"},
		{"subscribe Europe/Paris europe/paris", "Say one time zone"},
		{"subscribe Singapore", "“Singapore” is a country"}, // and a zone of old
		{"subscribe NZ daily", "“NZ” is a country"},
		{"subscribe Etc/../UTC", "not a time zone"},
		{"subscribe TZ=UTC", "I don't know “TZ=UTC”"},
		{"subscribe quiet 22:00-07:00 quiet 12:00-13:00", "Say quiet only once"},
		{"subscribe lang en lang fr", "Say lang only once"},
		{"subscribe min 2 MIN 3", "Say min only once"},
		{"subscribe cron 0 9 * * 1 cron 0 9 * * 2", "Say cron only once"},
		{"subscribe at 09:00 weekly mon at 10:00", "Say one time of day"},
		{"subscribe at ٠٩:٠٠", "not a time of day"}, // digits, but not those of a clock here
		{"subscribe at ０９:００", "not a time of day"},
		{"subscribe at 09:00:30", "not a time of day"},
		{"subscribe min ٥", "Say how many changes"},
		{"subscribe min -1", "Say how many changes"},
		{"subscribe min 1001", "from 1 to 1,000"},
		{"subscribe min 99999999999999999999", "Say how many changes"},
		{"subscribe monthly 0", "from 1 to 28"},
		{"subscribe monthly 32", "from 1 to 28"},
		{"subscribe monthly -1", "from 1 to 28"},
		{"subscribe weekly xyz", "Say the day of the week"},
		{"subscribe weekly mo", "Say the day of the week"},
		{"subscribe quiet 24h", "no quiet hours"},
		{"subscribe quiet 00:00-24:00", "no quiet hours"},
		{"subscribe quiet 07:00–07:00", "no quiet hours"},
		{"subscribe cron 0 0 9 * * *", "“*”"}, // with seconds
		{`subscribe cron "0 0 9 * * *"`, "not a cron expression"},
		{`subscribe cron "@daily"`, "not a cron expression"},
		{`subscribe cron "TZ=UTC 0 9 * * *"`, "not a cron expression"},
		{`subscribe cron "0 9 30 FEB *"`, "never comes around"},
		{`subscribe cron "0 9 * * FUNDAY"`, "not a cron expression"},
		{"subscribe cron “" + strings.Repeat("1,", 60) + "1 9 * * *”", "five fields"},
		{"subscribe only figures kind:university", "this filter would let none through"},
		{"subscribe only figures country:FR or in:eu", "this filter would let none through"},
		{`subscribe ""x`, "“x”"},
		{"unsubscribe now", "“now”"},
		{"unsubscribe", "no subscription"},
		{"digest now", "isn't subscribed"},
		{"digest later", "not the number"},
		{"digest", "isn't subscribed"},
	} {
		f.refuses(c.line, c.words)
	}
	f.says("subscriptions please", "“please”")
	if s := f.tracker.Book().Subscriptions(); len(s) > 0 {
		t.Errorf("subscribed: %+v", s)
	}
}

// Anything typed behind subscribe is refused or does what it says: its times come around, and typing what gives the same
// subscription again changes nothing.
func FuzzSubscribe(f *testing.F) {
	for _, line := range []string{"", "state in:eu daily at 09:00 Europe/Paris", "company or not country:FR weekly mon quiet 22:00–07:00 lang fr min 5",
		"only figures,joined monthly 28 at 23:59 Asia/Kathmandu", "cron 0 9 31 2 *", "cron “*/5 9-17 * JAN mon”", "cron @every 1ns", "at ٠٩:٠٠", "#1 instantly", "in:« European Union » and kind:university",
		"daily CET quiet 00:00-23:59", "Cron 0 0 30 * *", "not not state", "local government or TZ=UTC"} {
		f.Add(line)
	}
	all := newFront(f, call(f))
	f.Fuzz(func(t *testing.T, line string) {
		front := *all
		front.TB = t
		a := front.types("subscribe " + line)
		s := front.tracker.Book().Channel("C0POLICY", 0)
		if a.Kind != answer.Subscribed {
			if s != nil {
				t.Fatalf("%q is answered %q, and stored as %+v", line, a.Text, s)
			}
			return
		}
		next, err := digest.Next(&s.Subscribed, time.Now(), 3)
		if err != nil || (s.Schedule != "") != (len(next) > 0) {
			t.Errorf("%q: its next times are %v, %v", line, next, err)
		}
		head := front.tracker.Book().Head()
		if again := front.types("subscribe #1 " + desk.Typed(s)); again.Kind != answer.Subscribed || front.tracker.Book().Head() != head {
			t.Errorf("%q is typed again as %q: %s", line, desk.Typed(s), again.Text)
		}
		front.types("unsubscribe")
	})
}

func TestAChannelThatCannotBePostedToIsNotSubscribed(t *testing.T) {
	f := newFront(t, call(t))
	for name, c := range map[string]struct {
		err     error
		refused bool
	}{
		"a refusal": {tracker.Refuse("Invite me first."), true},
		"a fault":   {errors.New("no answer"), false},
	} {
		config := f.config(call(t))
		config.CanPost = func(_ context.Context, channel string) error {
			if channel != "C0POLICY" {
				t.Errorf("asked for %q", channel)
			}
			return c.err
		}
		d := desk.New(config)
		a, err := d.Do(t.Context(), desk.Request{By: "U0ADMIN", Channel: "C0POLICY", Tokens: query.Line("subscribe daily")})
		if (err == nil) != c.refused || c.refused && (a.Kind != answer.Refused || a.Text != "Invite me first.") {
			t.Errorf("%s: %v, %+v", name, err, a)
		}
		if len(f.tracker.Book().Subscriptions()) > 0 {
			t.Errorf("%s: it was stored", name)
		}
	}
}

// A subscription that names something which no longer exists can still be listed, muted, ended and replaced.
func TestASubscriptionThatCannotBeRead(t *testing.T) {
	f := newFront(t, call(t))
	set := func(way tracker.Subscribed) {
		if _, err := f.tracker.Do(t.Context(), tracker.Request{By: "U1"}, tracker.Subscribe(way, 0)); err != nil {
			t.Fatal(err)
		}
	}
	const channel = "C0POLICY"
	set(tracker.Subscribed{Channel: channel, Filter: "in:atlantis", Zone: "UTC"})
	set(tracker.Subscribed{Channel: channel, Only: "left", Zone: "Mars/Olympus"})
	for line, want := range map[string]string{
		"subscriptions": "only about “in:atlantis”. Set by U1. What it says can't be read any more, so nothing is posted; say it another way: subscribe #1 …",
		"resume 2":      "Subscription 2 can't be read any more. To replace it, type: subscribe #2",
		"digest 1":      "atlantis",
		"mute 1 7":      "muted subscription 1",
	} {
		if a := f.types(line); !strings.Contains(a.Text, want) {
			t.Errorf("%s: %s", line, a.Text)
		}
	}
	if a := f.types("subscribe #1 state daily"); !strings.Contains(a.Text, "changed subscription 1") {
		t.Errorf("it is put right: %s", a.Text)
	}
	if a := f.types("unsubscribe 2"); !strings.Contains(a.Text, "ended subscription 2") {
		t.Errorf("it is ended: %s", a.Text)
	}
}

func TestSeveralDaysOfTheWeekAreShown(t *testing.T) {
	f := newFront(t, call(t))
	for lang, want := range map[string]string{"en": "every Monday and Thursday at 09:00", "fr": "chaque lundi et jeudi à 09:00"} {
		a := f.asks(desk.Request{By: "U1", Channel: "C" + lang, Lang: lang, Tokens: query.Line("subscribe weekly mon,thu")})
		if !strings.Contains(a.Text, want) {
			t.Errorf("it says %s, want %s", a.Text, want)
		}
	}
}

func TestAMuteOfNoDaysIsOfSeven(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)))
		for line, muted := range map[string][]bool{"mute": {true}, "mute #2": {false, true}, "mute 2 7": {false, true}, "mute 2": {false, true}, "mute 2 7 days": {false, true}} {
			f := newFront(t, call(t))
			for i := range muted {
				f.types([]string{"subscribe", "subscribe state"}[i])
			}
			if a := f.types(line); !strings.Contains(a.Text, "until Monday 9 March 2026 at 09:00") {
				t.Errorf("%s: %s", line, a.Text)
			}
			for i, want := range muted {
				if s := f.tracker.Book().Channel("C0POLICY", i+1); s.Muted.Equal(time.Now().AddDate(0, 0, 7)) != want {
					t.Errorf("%s: subscription %d is muted until %s", line, i+1, s.Muted)
				}
			}
		}
	})
}

func TestAllSubscriptionsOfAChannelAreEndedAtOnce(t *testing.T) {
	f := newFront(t, call(t))
	f.asks(desk.Request{By: "U1", Channel: "C2", Tokens: query.Line("subscribe")})
	for _, line := range []string{"subscribe", "subscribe state", "subscribe company daily"} {
		f.types(line)
	}
	if _, err := f.tracker.Do(t.Context(), tracker.Request{}, func(b *tracker.Book) ([]tracker.Event, error) {
		return []tracker.Event{tracker.DigestPlanned{Subscription: b.Channel("C0POLICY", 2).ID, Through: b.Head()}}, nil
	}); err != nil {
		t.Fatal(err)
	}
	if a := f.types("unsubscribe all"); !a.Public || !strings.Contains(a.Text, "unsubscribed this channel") {
		t.Errorf("it says %s", a.Text)
	}
	if b := f.tracker.Book(); len(b.Of("C0POLICY")) != 0 || len(b.Of("C2")) != 1 {
		t.Errorf("left are %d", len(b.Subscriptions()))
	}
	f.verified()
}

func TestAnAdminResumesAllThatIsPaused(t *testing.T) {
	f := newFront(t, call(t))
	channels := []string{"C0POLICY", "C2", "C3", "C4"}
	for i, channel := range channels {
		way := tracker.Subscribed{Channel: channel, Zone: "UTC", Filter: []string{"", "", "", "in:atlantis"}[i]}
		if _, err := f.tracker.Do(t.Context(), tracker.Request{By: "U1"}, tracker.Subscribe(way, 0)); err != nil {
			t.Fatal(err)
		}
	}
	f.refuses("resume all", "No subscription that can be read is paused")
	for _, channel := range []string{"C0POLICY", "C2", "C4"} {
		if _, err := f.tracker.Do(t.Context(), tracker.Request{}, func(b *tracker.Book) ([]tracker.Event, error) {
			return []tracker.Event{tracker.DigestPlanned{Subscription: b.Channel(channel, 0).ID, Through: b.Head()},
				tracker.DigestAbandoned{Plan: b.Head() + 1, Reason: "invalid_auth"}}, nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	head := f.tracker.Book().Head()
	if a := f.typedBy("U1", "resume all"); !strings.Contains(a.Text, "Only admins can resume all subscriptions") || f.tracker.Book().Head() != head {
		t.Errorf("a member was answered with %s", a.Text)
	}
	if a := f.types("resume all"); a.Public || !strings.Contains(a.Text, "Resumed: 2 subscriptions.") {
		t.Errorf("it says %s", a.Text)
	}
	for i, channel := range channels {
		if s := f.tracker.Book().Channel(channel, 0); (s.Paused != "") != (i == 3) {
			t.Errorf("%s: paused for %q", channel, s.Paused)
		}
	}
	f.verified()
}

func TestAMuteThatIsOverIsNotShown(t *testing.T) {
	f := newFront(t, call(t))
	f.types("subscribe daily")
	for until, told := range map[time.Time]bool{time.Now().Add(time.Hour): true, time.Now().Add(-time.Hour): false} {
		if _, err := f.tracker.Do(t.Context(), tracker.Request{By: "U0ADMIN"}, tracker.Mute("C0POLICY", 0, until)); err != nil {
			t.Fatal(err)
		}
		if a := f.types("subscriptions"); strings.Contains(a.Text, "Muted until") != told || !told && !strings.Contains(a.Text, "Next: ") {
			t.Errorf("muted until %s: %s", until, a.Text)
		}
	}
}

func TestFiltersGoInAnyOrder(t *testing.T) {
	f := newFront(t, call(t))
	for _, line := range []string{
		"count civil_society foundation country:FR in:eu", "count in:eu country:FR foundation civil_society", "count kind:foundation category:civil_society country:France in:“European Union”",
		"COUNT Civil Society Foundations COUNTRY:fr IN:EU", "count in:« European Union » foundations country:FR civil-society", "count civil society in:eu foundation",
	} {
		if a := f.types(line); a.Kind != answer.Count || a.Facts.(*answer.CountFacts).Value != 1 {
			t.Errorf("%s: %s %s", line, a.Kind, a.Text)
		}
	}
}

// TestAFilterThatIsNoneIsNeverPassedOver holds that a line with a faulty filter isn't answered without it.
func TestAFilterThatIsNoneIsNeverPassedOver(t *testing.T) {
	f := newFront(t, call(t))
	before := f.tracker.Book().Head()
	for _, line := range []string{
		"count in:", "count in:atlantis", "count country:", "count country:Atlantis", "count category:", "count category:castle", "count kind:", "count kind:castle",
		"count castles", "count as-of:", "count as-of:2020-02-30", "count as-of:2020-13-01", "count as-of:soon", "count as-of:2999-01-01", "count source:https://example.org/",
		"count --jsonn", "list in:", "list castles", "list reason:error", "principle 0", "principle 10", "principle -1",
		"principle 99999999999999999999", "0", "12", "who", "log 5",
	} {
		a := f.types(line)
		if !slices.Contains([]answer.Kind{answer.Unknown, answer.Refused}, a.Kind) && a.Status() != answer.UnknownName {
			t.Errorf("%s is answered as if it were understood: %s: %s", line, a.Kind, a.Headline)
		}
		if f.tracker.Book().Head() != before {
			t.Errorf("%s recorded something", line)
		}
	}
}

// TestWhoIsHonest holds that a confident wrong answer is the worst.
func TestWhoIsHonest(t *testing.T) {
	f := newFront(t, call(t))
	for line, want := range map[string]tracker.Status{
		"who France": tracker.Listed, "who “fondation exemple”": tracker.Listed, "who Example & Sons": tracker.Listed, "who Germany": answer.NotListed,
		"who Zzyzx Qwrtp": answer.UnknownName, `who "Zzyzx Qwrtp"`: answer.UnknownName, "who <!channel>": answer.UnknownName,
	} {
		if a := f.types(line); a.Kind != answer.Status || a.Status() != want {
			t.Errorf("%s: %s %q, want %q: %s", line, a.Kind, a.Status(), want, a.Headline)
		}
	}
}

func TestOneIsSubscribedInEachChannelOnItsOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)))
		f := newFront(t, call(t))
		in := func(channel, line string) answer.Answer {
			return f.asks(desk.Request{By: "U0ADMIN", Admin: true, Channel: channel, Tokens: query.Line(line)})
		}
		in("C1", "subscribe")
		in("C2", "subscribe daily")
		in("C1", `add "Example A" company`+source)
		time.Sleep(time.Second)
		in("C3", "subscribe")
		for channel, news := range map[string]bool{"C1": true, "C2": true, "C3": false} {
			if a := in(channel, "digest"); a.Kind != answer.Digest || strings.Contains(a.Text, "Example A") != news {
				t.Errorf("%s: %s", channel, a.Text)
			}
		}
		in("C1", "unsubscribe")
		if a := in("C1", "digest"); a.Kind != answer.Refused {
			t.Errorf("unsubscribed: %s", a.Text)
		}
		if a := in("C2", "digest"); a.Kind != answer.Digest {
			t.Errorf("another channel: %s", a.Text)
		}
		f.verified()
	})
}

// A channel that changes from states to companies doesn't get all companies from before, but still gets what was due before
// the change.
func TestAnotherFilterBeginsWhereTheOneBeforeHadNothingToTell(t *testing.T) {
	for name, c := range map[string]struct {
		between []string
		edit    string
		told    []string
		untold  []string
	}{
		"silent":               {nil, "subscribe #1 company daily", []string{"Example New"}, []string{"Example Old"}},
		"something to tell":    {[]string{`add "Kenya" state country:KE`, `add "Example Mid" company`}, "subscribe #1 state company daily", []string{"Kenya", "Example Mid", "Example New"}, []string{"Example Old"}},
		"the same, other time": {[]string{`add "Kenya" state country:KE`}, "subscribe #1 state weekly mon", []string{"Kenya"}, []string{"Example Old", "Example New"}},
		"after a mute":         {[]string{"mute 1 7"}, "subscribe #1 company daily", []string{"Example New"}, []string{"Example Old"}},
		"other sorts":          {[]string{`add "Kenya" state country:KE`}, "subscribe #1 no filter only joined daily", []string{"Kenya", "Example New"}, []string{"Example Old"}},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFront(t, call(t))
			for _, line := range slices.Concat([]string{"subscribe state daily", `add "Example Old" company`}, c.between, []string{c.edit, `add "Example New" company`}) {
				if strings.HasPrefix(line, "add") {
					line += source
				}
				if a := f.types(line); a.Kind == answer.Refused {
					t.Fatalf("%s: %s", line, a.Text)
				}
			}
			a := f.types("digest")
			for _, told := range c.told {
				if !strings.Contains(a.Text, told) {
					t.Errorf("%s isn't shown: %s", told, a.Text)
				}
			}
			for _, untold := range c.untold {
				if strings.Contains(a.Text, untold) {
					t.Errorf("%s is shown: %s", untold, a.Text)
				}
			}
			if head := f.tracker.Book().Head(); f.types(c.edit).Kind != answer.Subscribed || f.tracker.Book().Head() != head {
				t.Error("the same again is recorded again")
			}
			f.verified()
		})
	}
}

func TestAMergerShowsWhoRemainsAndWhatIsUndoneIsNoNews(t *testing.T) {
	f := newFront(t, call(t))
	entries, err := pariscall.Entries(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	f.ledger = new(tracker.Memory)
	if f.tracker, err = tracker.Open(t.Context(), f.ledger); err != nil {
		t.Fatal(err)
	}
	if err := f.tracker.Fill(t.Context(), entries); err != nil {
		t.Fatal(err)
	}
	f.desk = desk.New(f.config(call(t)))
	today := string(tracker.DayOf(time.Now()))
	f.types("subscribe")
	f.types(`add "Example Foundation" civil_society country:FR` + source)
	gone := f.last().Supporter.ID
	does := func(decide func(*tracker.Book) ([]tracker.Event, error)) {
		t.Helper()
		if _, err := f.tracker.Do(t.Context(), tracker.Request{By: "U0ADMIN"}, decide); err != nil {
			t.Fatal(err)
		}
	}
	says := func(line, words string, want bool) {
		t.Helper()
		if a := f.types(line); strings.Contains(a.Text, words) != want {
			t.Errorf("%s says %q: %t, want %t:\n%s", line, words, !want, want, a.Text)
		}
	}
	says("changes since:"+today, "1 supporter joined the list", true)
	does(tracker.Undo(f.tracker.Book().Head()))
	says("changes since:"+today, "the list did not change", true)
	says("digest", "Nothing changed", true)
	says("log", "about Example Foundation, was undone", true)

	f.types(`add "Example Foundation" civil_society country:FR` + source)
	does(tracker.Merge(gone, f.tracker.Book().Named("France")[0].ID, "https://example.org/m"))
	says("changes since:"+today, "merged into France", true)
	says("log", "Example Foundation was merged into France", true)
	says(`who "Example Foundation"`, "France is a supporter", true)
	says("qu'est-ce qui a changé aujourd'hui ?", "fusion avec", true)
	does(tracker.Undo(f.tracker.Book().Head()))
	says("changes since:"+today, "merged into", false)
	says("changes since:"+today, "1 supporter joined the list", true)
	says("digest", "Example Foundation joined", true)

	for e := range f.tracker.Book().Entries(0) { // any entry that is taken back is forgotten at once
		if claim, ok := e.Event.(tracker.Claimed); ok {
			line := `who "` + claim.Name + `"`
			says(line, claim.Claim, true)
			does(tracker.Retract(e.Seq, "misread"))
			says(line, claim.Claim, false)
		}
	}
	f.verified()
}

// FuzzDesk types any line, as an admin and as a guest: it never panics or fails, always answers with words, and
// never breaks the ledger.
func FuzzDesk(f *testing.F) {
	paris := call(f)
	for _, s := range []string{
		"", "help", "who usa", "count state in:eu as-of:2020-12-31", "8", "principle 8", "list country:FR", `add "Example A" company source:https://example.org/a`,
		"withdraw France source:https://example.org/a", "remove “Example & Sons” reason:x source:https://example.org/a", "report total 1,200 about on:2020 source:https://example.org/a",
		"edit France country:none name:x source:https://example.org/a", "rename #1 to x source:http://a", "recategorize #2 company source:http://a", "merge #1 into #2 source:http://a",
		"claim x company announced claim:y source:http://a", "retract 1 reason:x", "suggest withdraw\n#1 source:http://a\n#2 source:http://a because x", "undo 3", "approve 4", "grant @U1",
		"log @U1 since:2020-01-01", "diff 2020-01-01 2020-01-02", "show #1 --history", "language fr channel", "add\nx company source:http://a\nx company source:http://a",
		"subscribe daily at 09:00 Europe/Paris", "unsubscribe", "digest", "log", "about", "principles", "<!channel>", "how many states?", "quand la France a-t-elle signé ?",
		"count as-of:0000-01-01", "add x state country:EE joined:2018 source:http://a", "\x00\xff\u202e", "count in:« un »", "report state 99999999999999999999 source:http://a.b",
		"add a company on:0001-01-01 source:http://a", "subscribe at 9:00 /", "subscribe A/", "who &lt;", strings.Repeat("who ", 500), "add " + strings.Repeat("é", 300) + " company source:http://a",
	} {
		f.Add(s, true)
		f.Add(s, false)
	}
	f.Fuzz(func(t *testing.T, line string, admin bool) {
		at := newFront(t, paris)
		for _, l := range []string{line, "log", "count", "digest", "proposals", line, "undo"} {
			before := at.tracker.Book().Head()
			a := at.asks(desk.Request{By: "U0ADMIN", Admin: admin, Channel: "C0POLICY", Tokens: query.Line(l)})
			if changed := at.tracker.Book().Head() != before; changed && !slices.Contains([]answer.Kind{answer.Edited, answer.Suggested, answer.Language, answer.Subscribed}, a.Kind) {
				t.Errorf("%q is answered with %s, and recorded something", l, a.Kind)
			}
		}
		at.verified()
	})
}

// TestNearestCommands are those that the person who typed may use, each once.
func TestNearestCommands(t *testing.T) {
	f := newFront(t, call(t))
	for line, want := range map[string][]string{
		"hlep":           {"help"},
		"subscrbe daily": {"subscribe daily", "help"},
		"exprot csv":     {"export csv", "help"},
		"why oh why?":    {"help", "count", "who France"},
	} {
		a, err := f.desk.Do(t.Context(), desk.Request{By: "U0GUEST", Channel: "C1", Tokens: query.Line(line)})
		if err != nil || a.Kind != answer.Unknown || !slices.Equal(a.Suggestions, want) {
			t.Errorf("%q: a %s, with %q, %v", line, a.Kind, a.Suggestions, err)
		}
	}
	if a := f.types("aide digests"); a.Kind != answer.Help || len(a.Facts.(*answer.HelpFacts).Commands) != 6 {
		t.Errorf("aide digests is answered with %s", a.Text)
	}
}
