// Package config reads how rollcall is to run: from a YAML file, if one is named, and from the environment, which wins.
// All errors are reported at once, each with the setting's name. A Secret never prints.
package config

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
	"go.yaml.in/yaml/v3"

	"rollcall/tracker"
)

// A Config is how rollcall is to run. Each field can be set under its key in the YAML file, or by the environment variable that is
// named in its comment: the key in capitals, with ROLLCALL_ before those that don't begin with slack_.
type Config struct {
	// DB is the database: a file, or the address of one in PostgreSQL, such as postgres://rollcall@db.example.org/rollcall. ROLLCALL_DB
	DB string `yaml:"db"`
	// Listen is the address on which HTTP is served, such as :8080. ROLLCALL_LISTEN
	Listen string `yaml:"listen"`
	// URL is the https address at which Slack reaches rollcall over HTTP, without /slack/events. It goes into the manifest. ROLLCALL_URL
	URL string `yaml:"url"`
	// Admins are the Slack ids of who may edit the list, between commas; the word workspace stands for the workspace's admins. ROLLCALL_ADMINS
	Admins Words `yaml:"admins"`
	// Guests are the Slack ids of the channels in which guests and people from elsewhere may ask, or everywhere; empty: none. ROLLCALL_GUESTS
	Guests Words `yaml:"guests"`
	// Approvals says who can approve a proposal: any admin, or with "other" only somebody else than its author. ROLLCALL_APPROVALS
	Approvals string `yaml:"approvals"`
	// Proposals is the Slack id of the channel in which new proposals are shown to be settled; empty for none. ROLLCALL_PROPOSALS
	Proposals string `yaml:"proposals"`
	// Command is the slash command's name: that of the Paris Call, unless Calls names another one. ROLLCALL_COMMAND
	Command string `yaml:"command"`
	// Calls are the calls that are kept, the first of which is the default; empty for only the Paris Call. In
	// the environment, folders with their commands: pariscall:/pariscall,calls/other:/other. ROLLCALL_CALLS
	Calls Calls `yaml:"calls"`
	// Follow says what is done with changes of the official list: propose, apply those without doubt, or off. ROLLCALL_FOLLOW
	Follow string `yaml:"follow"`
	// FollowAt is when the official list is read, as a cron expression or a word such as @daily. ROLLCALL_FOLLOW_AT
	FollowAt string `yaml:"follow_at"`
	// Old is after how many days without a comparison a list is said to be old. ROLLCALL_OLD
	Old int `yaml:"old"`
	// Questions says whether what isn't understood is kept, without names and for 90 days: keep or off. ROLLCALL_QUESTIONS
	Questions string `yaml:"questions"`
	// Tick is how often rollcall looks whether a digest is due, at least 1s. ROLLCALL_TICK
	Tick time.Duration `yaml:"tick"`
	// BotToken is the app's bot token, which begins with xoxb-. SLACK_BOT_TOKEN
	BotToken Secret `yaml:"slack_bot_token"`
	// AppToken is the app-level token, which begins with xapp-. With it rollcall uses Socket Mode, without it HTTP. SLACK_APP_TOKEN
	AppToken Secret `yaml:"slack_app_token"`
	// SigningSecret proves that a request over HTTP comes from Slack. SLACK_SIGNING_SECRET
	SigningSecret Secret `yaml:"slack_signing_secret"`
	// APIURL is the address of Slack's Web API, if not Slack's own; for tests and proxies. SLACK_API_URL
	APIURL string `yaml:"slack_api_url"`
}

// A Call is one of the calls that are kept. Its ledger has the name of its folder.
type Call struct {
	// Folder is where its data files are, or the word pariscall for those of the Paris Call, which are built in.
	Folder string `yaml:"folder"`
	// Command is its slash command; left out, it is / and the folder's name, or for the Paris Call that of the Config.
	Command string `yaml:"command"`
	// Proposals is the Slack id of the channel in which its proposals are shown; left out, the first call has the Config's.
	Proposals string `yaml:"proposals"`
}

// ParisCall is the Folder that stands for the Paris Call's, which is built in.
const ParisCall = "pariscall"

// Slug names the call's ledger.
func (c Call) Slug() string {
	folder, err := filepath.Abs(c.Folder)
	if err != nil {
		return filepath.Base(c.Folder)
	}
	return filepath.Base(folder)
}

// Calls are a list, or in one text folders with their commands: pariscall:/pariscall,calls/other:/other.
type Calls []Call

// UnmarshalYAML reads a list, or one text. Unlike a Node's Decode, what it is given refuses unknown keys.
func (c *Calls) UnmarshalYAML(unmarshal func(any) error) error {
	var text string
	if unmarshal(&text) != nil {
		return unmarshal((*[]Call)(c))
	}
	*c = nil
	for _, word := range cut(text) {
		call := Call{Folder: word}
		if i := strings.LastIndex(word, ":/"); i >= 0 {
			call.Folder, call.Command = word[:i], word[i+1:]
		}
		*c = append(*c, call)
	}
	return nil
}

// Default is the Config without any settings.
func Default() Config {
	return Config{DB: "rollcall.db", Listen: ":8080", Approvals: "any", Command: "/pariscall", Follow: Propose, FollowAt: "@daily", Old: 60, Questions: Keep, Tick: time.Minute}
}

// What is done with what changed on the official list.
const (
	Propose = "propose"
	Apply   = "apply"
	Off     = "off"
)

// Keep is what Questions says if not Off.
const Keep = "keep"

// The words that stand for many ids.
const (
	Workspace  = "workspace"  // of Admins: those of the Slack workspace
	Everywhere = "everywhere" // of Guests: in all channels
)

// Words are a list, or in YAML one word alone.
type Words []string

// UnmarshalYAML reads a list, or one word.
func (w *Words) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		*w = cut(n.Value)
		return nil
	}
	return n.Decode((*[]string)(w))
}

// cut reads words between commas or spaces.
func cut(s string) Words {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' })
}

// A Secret is a text that doesn't show when it is printed, logged or encoded.
type Secret string

const hidden = "(secret)"

// Format hides the secret, however it is printed.
func (Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, hidden) }

// String hides the secret.
func (Secret) String() string { return hidden }

// MarshalText hides the secret from encoders.
func (Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// Reveal is the secret itself, for its user.
func (s Secret) Reveal() string { return string(s) }

// Load reads a Config. The file is named by ROLLCALL_CONFIG; without it there is none. A serving rollcall needs more
// settings than one that only reads its database; Serve checks those.
func Load(env func(string) string) (Config, error) {
	c := Default()
	var errs []error
	if path := env("ROLLCALL_CONFIG"); path != "" {
		if err := c.file(path); err != nil {
			errs = append(errs, err)
		}
	}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[Config]()) {
		name := strings.ToUpper(f.Tag.Get("yaml"))
		if !strings.HasPrefix(name, "SLACK_") {
			name = "ROLLCALL_" + name
		}
		value := yaml.Node{Kind: yaml.ScalarNode, Value: strings.TrimSpace(env(name))}
		if value.Value == "" {
			continue
		}
		if err := value.Decode(reflect.ValueOf(&c).Elem().FieldByIndex(f.Index).Addr().Interface()); err != nil {
			errs = append(errs, fmt.Errorf("%s: it can't be %q; deploy/README.md says what it takes", name, value.Value))
		}
	}
	return c, errors.Join(append(errs, c.check()...)...)
}

func (c *Config) file(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("ROLLCALL_CONFIG: %w", err)
	}
	defer f.Close()
	d := yaml.NewDecoder(f)
	d.KnownFields(true)
	if err := d.Decode(c); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("ROLLCALL_CONFIG: %s: %w", path, err)
	}
	return nil
}

var (
	userID    = regexp.MustCompile(`^[UW][A-Z0-9]+$`)
	channelID = regexp.MustCompile(`^[CG][A-Z0-9]+$`)
	command   = regexp.MustCompile(`^/[a-z0-9_-]{1,31}$`)
)

// Kept are the calls that are kept, with what was left out: the Paris Call if there are no others.
func (c *Config) Kept() []Call {
	all := slices.Clone([]Call(c.Calls))
	if len(all) == 0 {
		all = []Call{{Folder: ParisCall}}
	}
	for i := range all {
		switch call := &all[i]; {
		case call.Command != "":
		case call.Folder == ParisCall:
			call.Command = c.Command
		default:
			call.Command = "/" + call.Slug()
		}
	}
	all[0].Proposals = cmp.Or(all[0].Proposals, c.Proposals)
	return all
}

// checkCalls refuses invalid calls: each needs its own command and slug.
func (c *Config) checkCalls(refuse func(wrong bool, format string, args ...any)) {
	commands, slugs := map[string]bool{}, map[string]bool{}
	for _, call := range c.Kept() {
		if call.Folder == "" {
			refuse(true, "ROLLCALL_CALLS: a call has no folder; the Paris Call's is called %s", ParisCall)
			continue
		}
		name := call.Slug()
		err := tracker.CheckSlug(name)
		refuse(err != nil, "ROLLCALL_CALLS: the folder %s: %v", call.Folder, err)
		refuse(err == nil && slugs[name], "ROLLCALL_CALLS: two folders are called %s, which names the ledger", name)
		refuse(call.Command != c.Command && !command.MatchString(call.Command),
			"ROLLCALL_CALLS: %q, of the folder %s, is not a slash command such as /pariscall, in small letters", call.Command, call.Folder)
		refuse(commands[call.Command], "ROLLCALL_CALLS: two calls have the command %s", call.Command)
		refuse(call.Proposals != c.Proposals && call.Proposals != "" && !channelID.MatchString(call.Proposals),
			"ROLLCALL_CALLS: %q, of the folder %s, is not a Slack channel id such as C012AB3CD", call.Proposals, call.Folder)
		commands[call.Command], slugs[name] = true, true
	}
}

func (c *Config) check() (errs []error) {
	refuse := func(wrong bool, format string, args ...any) {
		if wrong {
			errs = append(errs, fmt.Errorf(format, args...))
		}
	}
	_, _, err := net.SplitHostPort(c.Listen)
	refuse(err != nil, "ROLLCALL_LISTEN: %q is not an address such as :8080", c.Listen)
	for _, id := range c.Admins {
		refuse(id != Workspace && !userID.MatchString(id), "ROLLCALL_ADMINS: %q is not a Slack user id such as U012AB3CD; a name won't do, as names can change", id)
	}
	for _, id := range c.Guests {
		refuse(id != Everywhere && !channelID.MatchString(id), "ROLLCALL_GUESTS: %q is neither a Slack channel id such as C012AB3CD nor everywhere", id)
	}
	refuse(c.Approvals != "any" && c.Approvals != "other", "ROLLCALL_APPROVALS: %q is neither any nor other", c.Approvals)
	refuse(c.Proposals != "" && !channelID.MatchString(c.Proposals),
		"ROLLCALL_PROPOSALS: %q is not a Slack channel id such as C012AB3CD; a name won't do, as names can change", c.Proposals)
	refuse(!command.MatchString(c.Command), "ROLLCALL_COMMAND: %q is not a slash command such as /pariscall, in small letters", c.Command)
	c.checkCalls(refuse)
	refuse(c.Follow != Propose && c.Follow != Apply && c.Follow != Off, "ROLLCALL_FOLLOW: %q is none of propose, apply and off", c.Follow)
	_, err = cron.ParseStandard(c.FollowAt)
	refuse(err != nil, "ROLLCALL_FOLLOW_AT: %q is neither a cron expression such as 30 5 * * * nor a word such as @daily", c.FollowAt)
	refuse(c.Old < 1, "ROLLCALL_OLD: %d is not a number of days, from 1", c.Old)
	refuse(c.Questions != Keep && c.Questions != Off, "ROLLCALL_QUESTIONS: %q is neither keep nor off", c.Questions)
	refuse(c.Tick < time.Second, "ROLLCALL_TICK: %v is shorter than 1s", c.Tick)
	c.URL = strings.TrimRight(c.URL, "/")
	u, err := url.Parse(c.URL)
	isURL := err == nil && u.Scheme == "https" && c.URL == "https://"+u.Host+u.EscapedPath() && u.Hostname() != ""
	refuse(c.URL != "" && !isURL, "ROLLCALL_URL: it is not an https address such as https://rollcall.example.org")
	refuse(isURL && strings.HasSuffix(c.URL, "/slack/events"), "ROLLCALL_URL: leave /slack/events out; rollcall adds it")
	if c.APIURL != "" {
		u, err := url.Parse(c.APIURL)
		refuse(err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "", "SLACK_API_URL: it is not a web address such as https://slack.com/api/")
		c.APIURL = strings.TrimSuffix(c.APIURL, "/") + "/" // the methods' names are appended to it
	}
	return errs
}

// Serve reports what else is missing or wrong for serving Slack: over Socket Mode with an app-level token, else over HTTP.
func (c *Config) Serve() error {
	var errs []error
	switch bot := c.BotToken.Reveal(); {
	case bot == "":
		errs = append(errs, errors.New("SLACK_BOT_TOKEN is not set: it is on the Slack app's page under OAuth & Permissions"))
	case !strings.HasPrefix(bot, "xoxb-"):
		errs = append(errs, errors.New("SLACK_BOT_TOKEN is not a bot token: one begins with xoxb-"))
	}
	switch app := c.AppToken.Reveal(); {
	case app == "" && c.SigningSecret == "":
		errs = append(errs, errors.New("neither SLACK_APP_TOKEN (for Socket Mode) nor SLACK_SIGNING_SECRET (for HTTP) is set: "+
			"both are on the Slack app's page under Basic Information, the first under App-Level Tokens"))
	case app != "" && !strings.HasPrefix(app, "xapp-"):
		errs = append(errs, errors.New("SLACK_APP_TOKEN is not an app-level token: one begins with xapp-"))
	}
	return errors.Join(errs...)
}
