// Package config reads how rollcall is to run: from a YAML file, if one is named, and from the environment, which wins.
// All errors are told at once, each with the setting's name. A Secret never prints.
package config

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"regexp"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// A Config is how rollcall is to run. Each field can be set under its key in the YAML file, or by the environment
// variable that is named beside it.
type Config struct {
	// DB is the database file. ROLLCALL_DB
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
	// Command is the slash command's name. ROLLCALL_COMMAND
	Command string `yaml:"command"`
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

// Default is the Config where nothing is said.
func Default() Config {
	return Config{DB: "rollcall.db", Listen: ":8080", Approvals: "any", Command: "/pariscall", Tick: time.Minute}
}

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
)

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
