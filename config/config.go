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
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
	"go.yaml.in/yaml/v3"
)

// A Config is how rollcall is to run. Each field can be set under its key in the YAML file, or by the environment
// variable that is named beside it.
type Config struct {
	// DB is the database: a file, or the address of one in PostgreSQL, such as postgres://rollcall@db.example.org/rollcall. ROLLCALL_DB
	DB string `yaml:"db"`
	// Listen is the address on which HTTP is served, such as :8080. ROLLCALL_LISTEN
	Listen string `yaml:"listen"`
	// URL is the https address at which Slack reaches rollcall over HTTP, without /slack/events. It goes into the manifest. ROLLCALL_URL
	URL string `yaml:"url"`
	// Admins are the Slack ids of those who may edit the roll, separated by commas in the environment; the word workspace
	// stands for the admins of the Slack workspace. ROLLCALL_ADMINS
	Admins Words `yaml:"admins"`
	// Guests are the Slack ids of the channels in which guests and people from other workspaces may ask, or the word
	// everywhere; empty for none. ROLLCALL_GUESTS
	Guests Words `yaml:"guests"`
	// Approvals says who can approve a proposal: any admin, or with other somebody else than who made it. ROLLCALL_APPROVALS
	Approvals string `yaml:"approvals"`
	// Proposals is the Slack id of the channel in which new proposals are shown to be settled; empty for none. ROLLCALL_PROPOSALS
	Proposals string `yaml:"proposals"`
	// Command is the slash command's name: that of the Paris Call, unless Calls names another one. ROLLCALL_COMMAND
	Command string `yaml:"command"`
	// Calls are the calls that are kept, the first of which is meant where none is named; empty for the Paris Call alone. In
	// the environment, folders with their commands: pariscall:/pariscall,calls/other:/other. ROLLCALL_CALLS
	Calls []Call `yaml:"calls"`
	// Follow says what is done with what changed on the official list: propose it, apply at once who comes or leaves without
	// doubt, or off, so that the list isn't read. ROLLCALL_FOLLOW
	Follow string `yaml:"follow"`
	// FollowAt is when the official list is read, as a cron expression or a word such as @daily. ROLLCALL_FOLLOW_AT
	FollowAt string `yaml:"follow_at"`
	// Old is after how many days without a comparison a list is said to be old. ROLLCALL_OLD
	Old int `yaml:"old"`
	// Questions says whether it is kept what people ask that isn't understood, and what they choose instead, for 90 days and
	// without names: keep or off. ROLLCALL_QUESTIONS
	Questions string `yaml:"questions"`
	// Tick is how often rollcall looks whether a digest is due, at least 1s. ROLLCALL_TICK
	Tick time.Duration `yaml:"tick"`
	// BotToken is the app's bot token, which begins with xoxb-. SLACK_BOT_TOKEN
	BotToken Secret `yaml:"slack_bot_token"`
	// AppToken is the app-level token, which begins with xapp-. With it rollcall uses Socket Mode, without it HTTP. SLACK_APP_TOKEN
	AppToken Secret `yaml:"slack_app_token"`
	// SigningSecret proves that a request over HTTP comes from Slack. SLACK_SIGNING_SECRET
	SigningSecret Secret `yaml:"slack_signing_secret"`
	// APIURL is where Slack's Web API is found, if not at Slack; for tests and proxies. SLACK_API_URL
	APIURL string `yaml:"slack_api_url"`
}

// A Call is one of the calls that are kept. Its ledger goes by the name of its folder.
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

// CheckSlug reports whether a name can be that of a ledger.
func CheckSlug(name string) error {
	if !slug.MatchString(name) {
		return fmt.Errorf("%q can't name a call; use up to 64 letters from a to z, digits and hyphens", name)
	}
	return nil
}

// calls reads calls between commas.
func calls(s string) []Call {
	var all []Call
	for _, word := range cut(s) {
		c := Call{Folder: word}
		if i := strings.LastIndex(word, ":/"); i >= 0 {
			c.Folder, c.Command = word[:i], word[i+1:]
		}
		all = append(all, c)
	}
	return all
}

// Default is the Config where nothing is said.
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

// Reveal is the secret itself, for the one who needs it.
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
	for name, set := range map[string]func(string) error{
		"ROLLCALL_DB":        func(s string) error { c.DB = s; return nil },
		"ROLLCALL_LISTEN":    func(s string) error { c.Listen = s; return nil },
		"ROLLCALL_URL":       func(s string) error { c.URL = s; return nil },
		"ROLLCALL_ADMINS":    func(s string) error { c.Admins = cut(s); return nil },
		"ROLLCALL_GUESTS":    func(s string) error { c.Guests = cut(s); return nil },
		"ROLLCALL_APPROVALS": func(s string) error { c.Approvals = s; return nil },
		"ROLLCALL_PROPOSALS": func(s string) error { c.Proposals = s; return nil },
		"ROLLCALL_COMMAND":   func(s string) error { c.Command = s; return nil },
		"ROLLCALL_CALLS":     func(s string) error { c.Calls = calls(s); return nil },
		"ROLLCALL_FOLLOW":    func(s string) error { c.Follow = s; return nil },
		"ROLLCALL_FOLLOW_AT": func(s string) error { c.FollowAt = s; return nil },
		"ROLLCALL_OLD":       func(s string) (err error) { c.Old, err = strconv.Atoi(s); return err },
		"ROLLCALL_QUESTIONS": func(s string) error { c.Questions = s; return nil },
		"ROLLCALL_TICK": func(s string) error {
			tick, err := time.ParseDuration(s)
			if err == nil {
				c.Tick = tick
			}
			return err
		},
		"SLACK_BOT_TOKEN":      func(s string) error { c.BotToken = Secret(s); return nil },
		"SLACK_APP_TOKEN":      func(s string) error { c.AppToken = Secret(s); return nil },
		"SLACK_SIGNING_SECRET": func(s string) error { c.SigningSecret = Secret(s); return nil },
		"SLACK_API_URL":        func(s string) error { c.APIURL = s; return nil },
	} {
		if value := strings.TrimSpace(env(name)); value != "" {
			if err := set(value); err != nil {
				errs = append(errs, fmt.Errorf("%s: %w", name, err))
			}
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
	slug      = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,63}$`) // what package bolt takes as a ledger's name
)

// Kept are the calls that are kept, with what was left out: the Paris Call if there are no others.
func (c *Config) Kept() []Call {
	all := slices.Clone(c.Calls)
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

// checkCalls tells what of the calls can't be: their commands and slugs tell them apart.
func (c *Config) checkCalls(wrong func(format string, args ...any)) {
	commands, slugs := map[string]bool{}, map[string]bool{}
	for _, call := range c.Kept() {
		if call.Folder == "" {
			wrong("ROLLCALL_CALLS: a call has no folder; the Paris Call's is called %s", ParisCall)
			continue
		}
		name := call.Slug()
		if err := CheckSlug(name); err != nil {
			wrong("ROLLCALL_CALLS: the folder %s: %v", call.Folder, err)
		} else if slugs[name] {
			wrong("ROLLCALL_CALLS: two folders are called %s, which names the ledger", name)
		}
		if call.Command != c.Command && !command.MatchString(call.Command) {
			wrong("ROLLCALL_CALLS: %q, of the folder %s, is not a slash command such as /pariscall, in small letters", call.Command, call.Folder)
		}
		if commands[call.Command] {
			wrong("ROLLCALL_CALLS: two calls have the command %s", call.Command)
		}
		if call.Proposals != c.Proposals && call.Proposals != "" && !channelID.MatchString(call.Proposals) {
			wrong("ROLLCALL_CALLS: %q, of the folder %s, is not a Slack channel id such as C012AB3CD", call.Proposals, call.Folder)
		}
		commands[call.Command], slugs[name] = true, true
	}
}

func (c *Config) check() []error {
	var errs []error
	wrong := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if _, _, err := net.SplitHostPort(c.Listen); err != nil {
		wrong("ROLLCALL_LISTEN: %q is not an address such as :8080", c.Listen)
	}
	for _, id := range c.Admins {
		if id != Workspace && !userID.MatchString(id) {
			wrong("ROLLCALL_ADMINS: %q is not a Slack user id such as U012AB3CD; names don't do, as they can change", id)
		}
	}
	for _, id := range c.Guests {
		if id != Everywhere && !channelID.MatchString(id) {
			wrong("ROLLCALL_GUESTS: %q is neither a Slack channel id such as C012AB3CD nor everywhere", id)
		}
	}
	if c.Approvals != "any" && c.Approvals != "other" {
		wrong("ROLLCALL_APPROVALS: %q is neither any nor other", c.Approvals)
	}
	if c.Proposals != "" && !channelID.MatchString(c.Proposals) {
		wrong("ROLLCALL_PROPOSALS: %q is not a Slack channel id such as C012AB3CD; names don't do, as they can change", c.Proposals)
	}
	if !command.MatchString(c.Command) {
		wrong("ROLLCALL_COMMAND: %q is not a slash command such as /pariscall, in small letters", c.Command)
	}
	c.checkCalls(wrong)
	if c.Follow != Propose && c.Follow != Apply && c.Follow != Off {
		wrong("ROLLCALL_FOLLOW: %q is none of propose, apply and off", c.Follow)
	}
	if _, err := cron.ParseStandard(c.FollowAt); err != nil {
		wrong("ROLLCALL_FOLLOW_AT: %q is neither a cron expression such as 30 5 * * * nor a word such as @daily", c.FollowAt)
	}
	if c.Old < 1 {
		wrong("ROLLCALL_OLD: %d is no number of days", c.Old)
	}
	if c.Questions != Keep && c.Questions != Off {
		wrong("ROLLCALL_QUESTIONS: %q is neither keep nor off", c.Questions)
	}
	if c.Tick < time.Second {
		wrong("ROLLCALL_TICK: %v is shorter than 1s", c.Tick)
	}
	if c.URL != "" {
		c.URL = strings.TrimRight(c.URL, "/")
		if u, err := url.Parse(c.URL); err != nil || u.Scheme != "https" || c.URL != "https://"+u.Host+u.EscapedPath() || u.Hostname() == "" {
			wrong("ROLLCALL_URL: it is not an https address such as https://rollcall.example.org")
		} else if strings.HasSuffix(c.URL, "/slack/events") {
			wrong("ROLLCALL_URL: leave /slack/events away; rollcall adds it")
		}
	}
	if c.APIURL != "" {
		if u, err := url.Parse(c.APIURL); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
			wrong("SLACK_API_URL: it is not a web address such as https://slack.com/api/")
		} else if !strings.HasSuffix(c.APIURL, "/") {
			c.APIURL += "/" // the methods' names are appended to it
		}
	}
	return errs
}

// Serve tells what else is missing or wrong for serving Slack: over Socket Mode with an app-level token, else over HTTP.
func (c *Config) Serve() error {
	var errs []error
	wrong := func(text string) { errs = append(errs, errors.New(text)) }
	if c.BotToken == "" {
		wrong("SLACK_BOT_TOKEN is not set: it is on the Slack app's page under OAuth & Permissions")
	} else if !strings.HasPrefix(c.BotToken.Reveal(), "xoxb-") {
		wrong("SLACK_BOT_TOKEN is not a bot token: one begins with xoxb-")
	}
	switch {
	case c.AppToken == "" && c.SigningSecret == "":
		wrong("neither SLACK_APP_TOKEN (for Socket Mode) nor SLACK_SIGNING_SECRET (for HTTP) is set: " +
			"both are on the Slack app's page under Basic Information, the first under App-Level Tokens")
	case c.AppToken != "" && !strings.HasPrefix(c.AppToken.Reveal(), "xapp-"):
		wrong("SLACK_APP_TOKEN is not an app-level token: one begins with xapp-")
	}
	return errors.Join(errs...)
}
