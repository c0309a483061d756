package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"rollcall/bot"
	"rollcall/tracker/postgres/pgtest"
	"rollcall/tracker/testrun"
)

// asRollcall makes the test binary be rollcall, so that tests can run the real program as a process of its own.
const asRollcall = "ROLLCALL_TEST_AS_ROLLCALL"

// slackWithin is how long rollcall waits for Slack, if not as long as it does.
const slackWithin = "ROLLCALL_TEST_SLACK_WITHIN"

// runs is the program that is run, if not this one.
const runs = "ROLLCALL_TEST_RUNS"

func TestMain(m *testing.M) {
	if os.Getenv(asRollcall) != "" {
		within, err := time.ParseDuration(cmp.Or(os.Getenv(slackWithin), bot.CallTimeout.String()))
		if err != nil {
			panic(err)
		}
		start(within)
		if name := os.Getenv(tellsPeaks); name != "" {
			tellPeaks(name)
		}
		os.Exit(0)
	}
	if err := testrun.AtOnce(6); err != nil {
		panic(err)
	}
	os.Exit(pgtest.Main(m))
}

// tellsPeaks makes rollcall write to a file, at its end, how many bytes it and its heap took at most.
const tellsPeaks = "ROLLCALL_TEST_TELLS_PEAKS"

// tellPeaks reads Linux's own account: that of the parent process has the parent's memory in it.
func tellPeaks(name string) {
	status, err := os.ReadFile("/proc/self/status")
	_, line, _ := strings.Cut(string(status), "VmHWM:")
	var kB int64
	_, no := fmt.Sscan(line, &kB)
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	err = errors.Join(err, no, os.WriteFile(name, fmt.Append(nil, kB<<10, m.HeapSys), 0o600))
	if err != nil {
		panic(err)
	}
}

// settings are the environment of a command; there is nothing else in it.
type settings map[string]string

// result is what a command said, and how it ended.
type result struct {
	out, errs string
	err       error
}

// inProcess runs a command within the test.
func inProcess(t *testing.T, env settings, stdin string, args ...string) result {
	t.Helper()
	var out, errs bytes.Buffer
	p := process{env: func(name string) string { return cmp.Or(env[name], map[string]string{"ROLLCALL_FOLLOW": "off"}[name]) }, stdin: strings.NewReader(stdin), stdout: &out, stderr: &errs, slackWithin: bot.CallTimeout}
	err := p.run(t.Context(), args)
	return result{out.String(), errs.String(), err}
}

// command is the real program, not yet started, in an empty directory of its own.
func command(ctx context.Context, dir string, env settings, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, cmp.Or(env[runs], os.Args[0]), args...)
	c.Dir = dir
	c.Env = []string{asRollcall + "=1", "GOTRACEBACK=all", "ROLLCALL_FOLLOW=off"} // no test asks a server of others
	for _, name := range []string{"PATH", "HOME", "TMPDIR", "SystemRoot"} {
		if v, ok := os.LookupEnv(name); ok {
			c.Env = append(c.Env, name+"="+v)
		}
	}
	for name, value := range env {
		c.Env = append(c.Env, name+"="+value)
	}
	return c
}

// run runs the real program to its end.
func run(t *testing.T, dir string, env settings, stdin string, args ...string) (out, errs string, code int) {
	t.Helper()
	c := command(t.Context(), dir, env, args...)
	var o, e bytes.Buffer
	c.Stdin, c.Stdout, c.Stderr = strings.NewReader(stdin), &o, &e
	err := c.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return o.String(), e.String(), c.ProcessState.ExitCode()
}

// database is the name of a file that isn't there yet.
func database(t *testing.T) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "rollcall.db")
}
