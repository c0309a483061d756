//go:build unix

package main_test

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"rollcall/bot/slacktest"
	"rollcall/config"
	"rollcall/tracker/testrun"
)

var updateReadme = flag.Bool("update-readme", false, "write what the program says into README.md's transcripts")

const root = "../.."

// guides are the documents that come with the program. Their commands are run in this order: what one has made, the next ones use.
var guides = []string{"README.md", "tracker/README.md", "deploy/README.md"}

// TestReadme does what the guides show, in a copy of the repository: the transcripts are typed, the commands are run, the
// settings are read.
func TestReadme(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("left out with -short: it builds the program; go test without -short runs it")
	}
	dir := t.TempDir()
	program := filepath.Join(dir, "rollcall")
	shell(t, dir, "go build -o rollcall ./cmd/rollcall")
	kinds := map[string]int{}
	for _, name := range guides {
		guide := readFile(t, filepath.Join(root, name))
		updated := guide
		blocks := fence.FindAllStringSubmatch(guide, -1)
		if n := strings.Count(guide, "```"); n != 2*len(blocks) {
			t.Errorf("%s: %d fences make %d blocks", name, n, len(blocks))
		}
		for _, b := range blocks {
			indent, kind, text := b[1], b[2], b[3]
			text = strings.ReplaceAll("\n"+text, "\n"+indent, "\n")[1:]
			kinds[kind]++
			switch kind {
			case "text":
				said := transcript(t, program, text)
				if *updateReadme {
					updated = strings.Replace(updated, text, said, 1)
				} else if a, b := undated(text), undated(said); a != b {
					t.Errorf("%s shows (go test ./cmd/rollcall -run Readme -update-readme rewrites it)\n%s\nrollcall says\n%s", name, a, b)
				}
			case "sh":
				shell(t, dir, text)
			case "yaml":
				settingsFile(t, text)
			default:
				t.Errorf("nothing here runs a block of the kind %q:\n%s", kind, text)
			}
		}
		if updated != guide {
			if err := os.WriteFile(filepath.Join(root, name), []byte(updated), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, kind := range []string{"text", "sh", "yaml"} {
		if kinds[kind] == 0 {
			t.Errorf("no block of the kind %s is shown", kind)
		}
	}
}

var fence = regexp.MustCompile("(?ms)^( *)```(\\w*)\n(.*?)^ *```$")

// leftOut is a line of a transcript in place of any number of lines.
const leftOut = "…"

// transcript types the lines of a transcript that begin with a prompt, and returns it with what rollcall try answers, lines
// being left out where they were.
func transcript(t *testing.T, program, text string) string {
	t.Helper()
	typed := []string{}
	shown := [][]string{}
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if words, ok := strings.CutPrefix(line, "> "); ok {
			typed, shown = append(typed, words), append(shown, nil)
		} else if last := len(shown) - 1; last >= 0 && line != "" {
			shown[last] = append(shown[last], line)
		} else if last < 0 {
			t.Fatalf("a transcript begins with a prompt, not with %q", line)
		}
	}
	cmd := exec.CommandContext(t.Context(), program, "try")
	cmd.Env = environment()
	cmd.Stdin = strings.NewReader(strings.Join(typed, "\n") + "\n")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	answers := strings.Split(string(out), "\n> ")
	if len(answers) != len(typed)+2 {
		t.Fatalf("%d lines got %d answers:\n%s", len(typed), len(answers)-2, out)
	}
	var said strings.Builder
	for i, words := range typed {
		if i > 0 {
			said.WriteString("\n")
		}
		fmt.Fprintf(&said, "> %s\n", words)
		lines := strings.Split(strings.TrimSuffix(answers[i+1], "\n"), "\n")
		if at := slices.Index(shown[i], leftOut); at >= 0 {
			after := len(shown[i]) - at - 1
			if len(lines) <= at+after {
				t.Errorf("> %s\nnothing is left out of its answer", words)
			} else {
				lines = slices.Concat(lines[:at], []string{leftOut}, lines[len(lines)-after:])
			}
		}
		for _, line := range lines {
			fmt.Fprintln(&said, line)
		}
	}
	return said.String()
}

// undated replaces the day on which a transcript was made by a fixed one.
func undated(text string) string {
	day := regexp.MustCompile(`As of (\d+ \w+ \d{4})\.`).FindStringSubmatch(text)
	if day == nil {
		return text
	}
	return strings.ReplaceAll(text, day[1], "1 January 2001")
}

// inRepository has go read the repository, and write the program into the directory in which a block is run. Without -long
// nothing is linked: this test's own binary is the program.
func inRepository(t *testing.T, commands string) string {
	t.Helper()
	repository, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	if testrun.Long() {
		return fmt.Sprintf("go() { local here=$PWD; (cd '%s' && command go \"${@/#rollcall/$here/rollcall}\"); }\n%s", repository, commands)
	}
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf(`go() {
		case "$*" in
		"build -o rollcall ./cmd/rollcall") ln -sf '%[1]s' rollcall ;;
		"run ./cmd/rollcall "*) '%[1]s' "${@:3}" ;;
		*) echo "a guide says go $*, which isn't known here" && return 1 ;;
		esac
	}
	%[2]s`, binary, commands)
}

// shell runs a block of commands.
func shell(t *testing.T, dir, block string) {
	t.Helper()
	var lines []string
	for line := range strings.Lines(block) {
		line = strings.TrimSpace(line)
		switch {
		case line == "go test ./...":
			// It would run this test again, and so on. CI runs it.
			if ci := readFile(t, filepath.Join(root, ".ci/run")); !strings.Contains(ci, "step test "+line+"\n") {
				t.Errorf(".ci/run doesn't run %s", line)
			}
		case strings.HasSuffix(line, "rollcall serve"):
			serve(t, dir, inRepository(t, strings.Join(append(lines, "exec "+line), "\n")))
			lines = nil
		case strings.HasSuffix(line, "rollcall doctor"):
			s := slacktest.Start(t, slacktest.Config{})
			lines = append(lines, "SLACK_BOT_TOKEN=xoxb-test SLACK_APP_TOKEN=xapp-test SLACK_API_URL="+s.URL+"/api/ "+line)
		default:
			lines = append(lines, line)
		}
	}
	if len(lines) > 0 {
		run(t, dir, "bash", "-euo", "pipefail", "-c", inRepository(t, strings.Join(lines, "\n")))
	}
}

// run runs a command, which reads nothing.
func run(t *testing.T, dir, name string, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir, cmd.Env = dir, environment()
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

// serve runs a script that ends with rollcall serve, on loopback and with a Slack that isn't one, until it is ready.
func serve(t *testing.T, dir, script string) {
	t.Helper()
	s := slacktest.Start(t, slacktest.Config{BotToken: "xoxb-replace-me", AppToken: "xapp-replace-me", SigningSecret: "replace-me"})
	cmd := exec.CommandContext(t.Context(), "bash", "-euo", "pipefail", "-c", script)
	cmd.Dir = dir
	cmd.Env = append(environment(), "ROLLCALL_LISTEN=127.0.0.1:0", "SLACK_API_URL="+s.URL+"/api/")
	log, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	stuck := time.AfterFunc(time.Minute, func() { _ = cmd.Process.Kill() })
	defer stuck.Stop()
	var said bytes.Buffer
	address := ""
	for lines := bufio.NewScanner(io.TeeReader(log, &said)); address == "" && lines.Scan(); {
		if found := regexp.MustCompile(`msg=serving .*address=(\S+)`).FindStringSubmatch(lines.Text()); found != nil {
			address = found[1]
		}
	}
	if address == "" {
		t.Errorf("rollcall serve didn't say where: %v\n%s", cmd.Wait(), said.String())
		return
	}
	for _, path := range []string{"/healthz", "/readyz"} {
		if status, err := get(t, "http://"+address+path); err != nil || status != http.StatusOK {
			t.Errorf("%s: %d, %v", path, status, err)
		}
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Error(err)
	}
	_, _ = io.Copy(&said, log)
	if err := cmd.Wait(); err != nil {
		t.Errorf("when stopped, rollcall serve says %v\n%s", err, said.String())
	}
}

func get(t *testing.T, url string) (int, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		return 0, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, resp.Body.Close()
}

// settingsFile loads a YAML file and no other setting.
func settingsFile(t *testing.T, text string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "rollcall.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := config.Load(only("ROLLCALL_CONFIG", file)); err != nil {
		t.Error(err)
	}
}

// The table of settings has every setting, with its key and its default.
func TestReadmeSettings(t *testing.T) {
	keys := map[string]string{} // of each variable
	for _, row := range regexp.MustCompile("(?m)^\\| `([A-Z_]+)` \\| (?:`([a-z_]+)`)? *\\|").FindAllStringSubmatch(readFile(t, filepath.Join(root, "deploy/README.md")), -1) {
		keys[row[1]] = row[2]
	}
	var known []string
	if _, err := config.Load(func(name string) string { known = append(known, name); return "" }); err != nil {
		t.Fatal(err)
	}
	for _, name := range known {
		if _, ok := keys[name]; !ok {
			t.Errorf("the table lacks %s", name)
		}
		delete(keys, name)
	}
	if len(keys) > 0 {
		t.Errorf("there are no settings %v", keys)
	}
	table := readFile(t, filepath.Join(root, "deploy/README.md"))
	defaults := reflect.ValueOf(config.Default())
	for i := range defaults.NumField() {
		key, value := defaults.Type().Field(i).Tag.Get("yaml"), defaults.Field(i)
		shown := regexp.MustCompile("(?m)^\\| `[A-Z_]+` \\| `" + key + "` \\| ([^|]*) \\|").FindStringSubmatch(table)
		if shown == nil {
			t.Errorf("the table lacks the key %s", key)
		} else if want := strings.TrimSuffix(fmt.Sprint(value), "0s"); !value.IsZero() && shown[1] != "`"+want+"`" {
			t.Errorf("the default of %s is %s, not %s", key, want, shown[1])
		}
	}
}

// Links into the repository have a target.
func TestReadmeLinks(t *testing.T) {
	for _, name := range guides {
		for _, link := range regexp.MustCompile(`\]\(([^)#]+)\)`).FindAllStringSubmatch(readFile(t, filepath.Join(root, name)), -1) {
			if strings.HasPrefix(link[1], "https://") {
				continue
			}
			if _, err := os.Stat(filepath.Join(root, filepath.Dir(name), link[1])); err != nil {
				t.Error(err)
			}
		}
	}
}

func only(name, value string) func(string) string {
	return func(asked string) string {
		if asked == name {
			return value
		}
		return ""
	}
}

// environment is this process's, without anything that configures rollcall.
func environment() []string {
	return append(slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "ROLLCALL_") || strings.HasPrefix(v, "SLACK_") || strings.HasPrefix(v, "LC_") || strings.HasPrefix(v, "LANG")
	}), "ROLLCALL_FOLLOW=off", "ROLLCALL_TEST_AS_ROLLCALL=1") // no test asks a server of others
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
