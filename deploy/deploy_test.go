// Package deploy_test compares the files for running rollcall with one another and with the code: they can't be run
// where the tests run.
package deploy_test

import (
	"errors"
	"io"
	"net/url"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"rollcall/config"
)

// The container's user and the directory of its database.
const (
	user = 65532
	data = "/data"

	calls = "/etc/rollcall/calls" // where the folders of other calls stand
)

func TestDockerfile(t *testing.T) {
	file := read(t, "Dockerfile")
	image := regexp.MustCompile(`(?m)^FROM golang:(\d+\.\d+)\.\d+ AS build$`).FindStringSubmatch(file)
	module := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindStringSubmatch(read(t, "../go.mod"))
	if image == nil || module == nil || image[1] != module[1] {
		t.Errorf("the image's Go, pinned to a patch release: %q; go.mod's: %q", image, module)
	}
	for _, line := range []string{"FROM scratch", "USER 65532:65532", "ENV ROLLCALL_DB=" + data + "/rollcall.db", "VOLUME " + data, "EXPOSE 8080", `CMD ["serve"]`} {
		if !strings.Contains(file, "\n"+line+"\n") {
			t.Errorf("the Dockerfile lacks %s", line)
		}
	}
	for _, line := range []string{"!deploy/*.go", "!deploy/manifest.yaml"} { // the program has them in it
		if !strings.Contains(read(t, "Dockerfile.dockerignore"), "\n"+line+"\n") {
			t.Errorf("the image is built without %s", line)
		}
	}
	if !strings.HasSuffix(config.Default().Listen, ":8080") {
		t.Errorf("by default rollcall listens on %s", config.Default().Listen)
	}
}

func TestCompose(t *testing.T) {
	var c struct {
		Name     string
		Services map[string]struct {
			Build struct{ Context, Dockerfile string }
			Image string
			Env   string `yaml:"env_file"`

			Ports, Volumes []string
			Restart        string
			Grace          string   `yaml:"stop_grace_period"`
			ReadOnly       bool     `yaml:"read_only"`
			Drop           []string `yaml:"cap_drop"`
			Security       []string `yaml:"security_opt"`
		}
		Volumes map[string]any
	}
	decodeAll(t, "compose.yaml", &c)
	s := c.Services["rollcall"]
	if len(c.Services) != 1 || s.Build.Context != ".." || s.Build.Dockerfile != "deploy/Dockerfile" || s.Env != "/etc/rollcall.env" || !s.ReadOnly {
		t.Errorf("services: %+v", c.Services)
	}
	if _, ok := c.Volumes["data"]; !ok || !slices.Equal(s.Volumes, []string{"data:" + data}) {
		t.Errorf("volumes: %v of %v", s.Volumes, c.Volumes)
	}
}

// settings are the names of all settings.
func settings(t *testing.T) []string {
	t.Helper()
	var all []string
	if _, err := config.Load(func(name string) string { all = append(all, name); return "" }); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestEnvironment(t *testing.T) {
	known := settings(t)
	env := map[string]string{}
	for line := range strings.Lines(read(t, "rollcall.env.example")) {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, value, _ := strings.Cut(line, "=")
		if !slices.Contains(known, name) {
			t.Errorf("there is no setting %s", name)
		}
		env[name] = value
	}
	c, err := config.Load(func(name string) string { return env[name] })
	if err := errors.Join(err, c.Serve()); err != nil {
		t.Errorf("with the example, rollcall serve says: %v", err)
	}
}

func TestUnit(t *testing.T) {
	unit := read(t, "rollcall.service")
	for _, line := range []string{
		"ExecStart=/usr/local/bin/rollcall serve", "Environment=ROLLCALL_DB=%S/rollcall/rollcall.db", "EnvironmentFile=/etc/rollcall.env",
		"DynamicUser=yes", "StateDirectory=rollcall", "ProtectSystem=strict",
	} {
		if !strings.Contains(unit, "\n"+line+"\n") {
			t.Errorf("the unit lacks %s", line)
		}
	}
	line := regexp.MustCompile(`^(#.*|\[(Unit|Service|Install)\]|[A-Z][A-Za-z]+=.*|)$`)
	for text := range strings.Lines(unit) {
		if text = strings.TrimSuffix(text, "\n"); !line.MatchString(text) {
			t.Errorf("the unit has a line that systemd doesn't read: %q", text)
		}
	}
}

func TestKubernetes(t *testing.T) {
	var volume struct {
		APIVersion string `yaml:"apiVersion"`
		Kind       string
		Metadata   meta
		Spec       struct {
			Modes     []string `yaml:"accessModes"`
			Resources resources
		}
	}
	var deployment deployment
	var service service
	decodeAll(t, "kubernetes.yaml", &volume, &deployment, &service)
	if volume.Kind != "PersistentVolumeClaim" || deployment.Kind != "Deployment" || service.Kind != "Service" {
		t.Fatalf("kinds: %s, %s, %s", volume.Kind, deployment.Kind, service.Kind)
	}
	d := deployment.Spec
	if d.Replicas != 1 || d.Strategy.Type != "Recreate" {
		t.Errorf("one process holds the database, but there are %d replicas, strategy %s", d.Replicas, d.Strategy.Type)
	}
	p := d.Template.Spec
	if len(p.Containers) != 1 || len(p.Volumes) != 1 || p.Volumes[0].Claim.Name != volume.Metadata.Name {
		t.Fatalf("pod: %+v", p)
	}
	if p.Security.FSGroup != user {
		t.Errorf("the volume's group: %+v", p.Security)
	}
	c := p.Containers[0]
	if m := c.Mounts; len(m) != 1 || m[0].Path != data || m[0].Name != p.Volumes[0].Name {
		t.Errorf("mounts: %+v", m)
	}
	fits(t, deployment, service, "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN")
}

// fits checks what every deployment needs: its probes, its ports, its user, and its settings, of which some are secret.
func fits(t *testing.T, d deployment, service service, secret ...string) {
	t.Helper()
	for _, labels := range []map[string]string{d.Spec.Template.Metadata.Labels, service.Spec.Selector} {
		if labels["app.kubernetes.io/name"] != d.Spec.Selector.Labels["app.kubernetes.io/name"] {
			t.Errorf("labels: %v, selector: %v", labels, d.Spec.Selector.Labels)
		}
	}
	p := d.Spec.Template.Spec
	if s := p.Security; !s.NonRoot || s.User != user || s.Group != user {
		t.Errorf("the pod's user: %+v", s)
	}
	c := p.Containers[0]
	if c.Live.Get.Path != "/healthz" || c.Ready.Get.Path != "/readyz" || c.Ports[0].Port != 8080 || c.Live.Get.Port != c.Ports[0].Name || c.Ready.Get.Port != c.Ports[0].Name {
		t.Errorf("probes: %+v, %+v of %+v", c.Live, c.Ready, c.Ports)
	}
	if service.Spec.Ports[0].TargetPort != c.Ports[0].Name {
		t.Errorf("the service's port: %+v", service.Spec.Ports)
	}
	known := settings(t)
	for _, e := range c.Env {
		if !slices.Contains(known, e.Name) {
			t.Errorf("there is no setting %s", e.Name)
		}
		if secret := slices.Contains(secret, e.Name); secret != (e.From.Secret.Name != "") || secret == (e.Value != "") {
			t.Errorf("secrets come by reference, and nothing else does: %+v", e)
		}
	}
}

// Enough of the processes that share PostgreSQL keep running when one is replaced or moved.
func TestKubernetesWithPostgreSQL(t *testing.T) {
	var deployment deployment
	var budget struct {
		APIVersion string `yaml:"apiVersion"`
		Kind       string
		Metadata   meta
		Spec       struct {
			Least    int `yaml:"minAvailable"`
			Selector selector
		}
	}
	var service service
	decodeAll(t, "kubernetes-postgres.yaml", &deployment, &budget, &service)
	d := deployment.Spec
	if d.Replicas != 3 || d.Strategy.Type != "RollingUpdate" || d.Strategy.Rolling.Unavailable != 1 || budget.Kind != "PodDisruptionBudget" || budget.Spec.Least != 2 ||
		budget.Spec.Selector.Labels["app.kubernetes.io/name"] != d.Selector.Labels["app.kubernetes.io/name"] {
		t.Errorf("%d replicas, %+v, budget %+v", d.Replicas, d.Strategy, budget)
	}
	if p := d.Template.Spec; len(p.Containers) != 1 || len(p.Volumes) > 0 || len(p.Containers[0].Mounts) > 0 {
		t.Errorf("nothing is kept next to the database, but there is %+v", p)
	}
	fits(t, deployment, service, "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "ROLLCALL_DB")
}

func TestComposeWithPostgreSQL(t *testing.T) {
	var c struct {
		Services map[string]struct {
			Image       string
			Env         []string `yaml:"env_file"`
			Environment map[string]string
			Volumes     []string
		}
	}
	decode(t, "compose-postgres.yaml", &c)
	own, server := c.Services["rollcall"], c.Services["postgres"]
	address, err := url.Parse(own.Environment["ROLLCALL_DB"])
	if err != nil || c.Services[address.Hostname()].Image != server.Image || address.User.Username() != server.Environment["POSTGRES_USER"] || address.Path != "/"+server.Environment["POSTGRES_DB"] {
		t.Errorf("the address %s isn't the server's: %+v", address, server.Environment)
	}
	if len(own.Volumes) > 0 || len(server.Volumes) != 1 || !slices.Contains(own.Env, server.Env[0]) || !regexp.MustCompile(`^postgres:\d+\.\d+$`).MatchString(server.Image) {
		t.Errorf("services: %+v", c.Services)
	}
}

// The remarks for more than one call fit together.
func TestOtherCalls(t *testing.T) {
	env := map[string]string{}
	for line := range strings.Lines(examples(t, "rollcall.env.example")) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		env[name] = value
	}
	c, err := config.Load(func(name string) string { return env[name] })
	if kept := c.Kept(); err != nil || len(kept) != 2 || kept[0].Folder != config.ParisCall || path.Dir(kept[1].Folder) != calls {
		t.Fatalf("kept are %+v (%v)", c.Kept(), err)
	}
	other := c.Kept()[1]
	var compose struct {
		Services map[string]struct{ Volumes []string }
	}
	if err := yaml.Unmarshal([]byte(examples(t, "compose.yaml")), &compose); err != nil {
		t.Fatal(err)
	}
	if got := compose.Services["rollcall"].Volumes; !slices.Contains(got, calls+":"+calls+":ro") {
		t.Errorf("compose mounts %v", got)
	}
	d := yaml.NewDecoder(strings.NewReader(examples(t, "kubernetes.yaml")))
	var deployment struct {
		Spec struct{ Template struct{ Spec pod } }
	}
	if err := errors.Join(d.Decode(&deployment), d.Decode(&deployment)); err != nil {
		t.Fatal(err)
	}
	p := deployment.Spec.Template.Spec
	named := false
	for _, e := range p.Containers[0].Env {
		named = named || e.Name == "ROLLCALL_CALLS" && e.Value == env["ROLLCALL_CALLS"]
	}
	if m := p.Containers[0].Mounts; !named || len(m) != 2 || m[1].Path != other.Folder || !m[1].ReadOnly || len(p.Volumes) != 2 || p.Volumes[1].Name != m[1].Name || p.Volumes[1].Files.Name != other.Slug() {
		t.Errorf("kubernetes: %+v, mounts %+v of %+v", p.Containers[0].Env, m, p.Volumes)
	}
	if unit := read(t, "rollcall.service"); !strings.Contains(unit, "\nProtectHome=yes\n") {
		t.Error("the environment says of the unit what isn't so")
	}
}

// examples is a file with its remarks that have no space uncommented.
func examples(t *testing.T, name string) string {
	t.Helper()
	return regexp.MustCompile(`(?m)^( *)#(\S)`).ReplaceAllString(read(t, name), "$1$2")
}

type meta struct {
	Name   string
	Labels map[string]string
}

type selector struct {
	Labels map[string]string `yaml:"matchLabels"`
}

type deployment struct {
	APIVersion string `yaml:"apiVersion"`
	Kind       string
	Metadata   meta
	Spec       struct {
		Replicas int
		Strategy struct {
			Type    string
			Rolling struct {
				Unavailable int `yaml:"maxUnavailable"`
				Surge       int `yaml:"maxSurge"`
			} `yaml:"rollingUpdate"`
		}
		Selector selector
		Template struct {
			Metadata meta
			Spec     pod
		}
	}
}

type service struct {
	APIVersion string `yaml:"apiVersion"`
	Kind       string
	Metadata   meta
	Spec       struct {
		Selector map[string]string
		Ports    []struct {
			Name       string
			Port       int
			TargetPort string `yaml:"targetPort"`
		}
	}
}

type resources struct{ Requests, Limits map[string]string }

type pod struct {
	Token    bool `yaml:"automountServiceAccountToken"`
	Grace    int  `yaml:"terminationGracePeriodSeconds"`
	Security struct {
		NonRoot bool                  `yaml:"runAsNonRoot"`
		User    int                   `yaml:"runAsUser"`
		Group   int                   `yaml:"runAsGroup"`
		FSGroup int                   `yaml:"fsGroup"`
		Seccomp struct{ Type string } `yaml:"seccompProfile"`
	} `yaml:"securityContext"`
	Spread []struct {
		Skew     int      `yaml:"maxSkew"`
		Key      string   `yaml:"topologyKey"`
		Unsat    string   `yaml:"whenUnsatisfiable"`
		Selector selector `yaml:"labelSelector"`
	} `yaml:"topologySpreadConstraints"`
	Containers []struct {
		Name, Image string
		Args        []string
		Env         []struct {
			Name, Value string
			From        struct {
				Secret struct{ Name, Key string } `yaml:"secretKeyRef"`
			} `yaml:"valueFrom"`
		}
		Ports []struct {
			Name string
			Port int `yaml:"containerPort"`
		}
		Live      probe `yaml:"livenessProbe"`
		Ready     probe `yaml:"readinessProbe"`
		Resources resources
		Security  struct {
			Escalation   bool                    `yaml:"allowPrivilegeEscalation"`
			ReadOnly     bool                    `yaml:"readOnlyRootFilesystem"`
			Capabilities struct{ Drop []string } `yaml:"capabilities"`
		} `yaml:"securityContext"`
		Mounts []struct {
			Name     string
			Path     string `yaml:"mountPath"`
			ReadOnly bool   `yaml:"readOnly"`
		} `yaml:"volumeMounts"`
	}
	Volumes []struct {
		Name  string
		Files struct{ Name string } `yaml:"configMap"`
		Claim struct {
			Name string `yaml:"claimName"`
		} `yaml:"persistentVolumeClaim"`
	}
}

type probe struct {
	Get      struct{ Path, Port string } `yaml:"httpGet"`
	Timeout  int                         `yaml:"timeoutSeconds"`
	Failures int                         `yaml:"failureThreshold"`
}

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// decode reads what has a field from a YAML file.
func decode(t *testing.T, name string, into any) {
	t.Helper()
	if err := yaml.Unmarshal([]byte(read(t, name)), into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// decodeAll reads the documents of a YAML file, in which everything must have a field.
func decodeAll(t *testing.T, name string, into ...any) {
	t.Helper()
	d := yaml.NewDecoder(strings.NewReader(read(t, name)))
	d.KnownFields(true)
	for _, v := range into {
		if err := d.Decode(v); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	if err := d.Decode(new(any)); !errors.Is(err, io.EOF) {
		t.Errorf("%s: there is more in it: %v", name, err)
	}
}
