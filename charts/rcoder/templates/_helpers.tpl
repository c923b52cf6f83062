{{/* A setting's text. Whole numbers of a values file come as floats, and 2097152 must not become 2.097152e+06. */}}
{{- define "rcoder.text" -}}
{{- if and (kindIs "float64" .) (eq . (floor .)) }}{{ int64 . }}{{ else }}{{ . }}{{ end -}}
{{- end }}

{{/* A map of strings, whatever YAML took its values for. */}}
{{- define "rcoder.strings" -}}
{{- range $name, $value := . }}
{{ $name }}: {{ include "rcoder.text" $value | quote }}
{{- end }}
{{- end }}

{{- define "rcoder.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/version: {{ regexReplaceAll "[^A-Za-z0-9]+$" (include "rcoder.tag" . | trunc 63) "" | quote }}
app.kubernetes.io/name: rcoder
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/part-of: rcoder
{{- end }}

{{/* What never changes of a component's labels: (list $ "api") */}}
{{- define "rcoder.selector" -}}
app.kubernetes.io/name: rcoder
app.kubernetes.io/instance: {{ (index . 0).Release.Name }}
app.kubernetes.io/part-of: rcoder
app.kubernetes.io/component: {{ index . 1 }}
{{- end }}

{{- define "rcoder.componentLabels" -}}
{{ include "rcoder.labels" (index . 0) }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end }}

{{- define "rcoder.tag" -}}
{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{- define "rcoder.image" -}}
{{ .Values.image.repository }}:{{ include "rcoder.tag" . }}{{ with .Values.image.digest }}@{{ . }}{{ end }}
{{- end }}

{{- define "rcoder.runnerImage" -}}
{{ with .Values.runner.image }}{{ .repository }}:{{ .tag | default (include "rcoder.tag" $) }}{{ with .digest }}@{{ . }}{{ end }}{{ end }}
{{- end }}

{{- define "rcoder.runnerVolume" -}}
{{ .Values.runner.volume | default (semverCompare ">=1.35-0" .Capabilities.KubeVersion.Version | ternary "Image" "InitContainer") }}
{{- end }}

{{- define "rcoder.poolSecret" -}}
{{ .Release.Name }}-pool
{{- end }}

{{- define "rcoder.poolToken" -}}
{{- $old := lookup "v1" "Secret" .Release.Namespace (include "rcoder.poolSecret" .) -}}
{{- if .Values.poolToken -}}
{{ .Values.poolToken | b64enc }}
{{- else if $old -}}
{{ $old.data.token }}
{{- else -}}
{{ randAlphaNum 48 | b64enc }}
{{- end -}}
{{- end }}

{{- define "rcoder.kafka" -}}
{{ .Values.kafka.bootstrapServers | default (printf "%s-kafka.%s.svc:9092" .Release.Name .Release.Namespace) }}
{{- end }}

{{/* Variables of every role that speaks to Kafka. */}}
{{- define "rcoder.kafkaEnv" -}}
- {name: RCODER_Logs__Format, value: Json}
- {name: RCODER_Kafka__BootstrapServers, value: {{ include "rcoder.kafka" . | quote }}}
- {name: RCODER_Kafka__JobPartitions, value: {{ .Values.kafka.jobPartitions | quote }}}
- {name: RCODER_Kafka__EventPartitions, value: {{ .Values.kafka.eventPartitions | quote }}}
- {name: RCODER_Kafka__ReplicationFactor, value: {{ .Values.kafka.replicationFactor | quote }}}
{{- with .Values.kafka.prefix }}
- {name: RCODER_Kafka__Prefix, value: {{ . | quote }}}
{{- end }}
{{- range $name, $value := .Values.kafka.client }}
- {name: "RCODER_Kafka__Client__{{ $name }}", value: {{ include "rcoder.text" $value | quote }}}
{{- end }}
{{- range $name, $secret := .Values.kafka.clientSecrets }}
- {name: "RCODER_Kafka__Client__{{ $name }}", valueFrom: {secretKeyRef: {name: {{ $secret.name }}, key: {{ $secret.key }}}}}
{{- end }}
{{- if .Values.kafka.ca }}
- {name: RCODER_Kafka__Client__ssl.ca.location, value: /etc/rcoder/kafka/ca.crt}
{{- end }}
{{- end }}

{{/* How execution pods are made: the same for dispatchers and operator. */}}
{{- define "rcoder.executionsEnv" -}}
- {name: RCODER_Executions__Namespace, value: {{ .Values.executions.namespace }}}
- {name: RCODER_Executions__RunnerImage, value: {{ include "rcoder.runnerImage" . | quote }}}
- {name: RCODER_Executions__RunnerVolume, value: {{ include "rcoder.runnerVolume" . }}}
- {name: RCODER_Executions__TokenSecret, value: {{ include "rcoder.poolSecret" . }}}
- {name: RCODER_Executions__OverheadBytes, value: {{ .Values.executions.overheadBytes | int64 | quote }}}
- {name: RCODER_Executions__TtlSeconds, value: {{ .Values.executions.ttlSeconds | quote }}}
- {name: RCODER_Executions__StartSeconds, value: {{ .Values.executions.startSeconds | quote }}}
{{- with .Values.executions.priorityClassName }}
- {name: RCODER_Executions__PriorityClassName, value: {{ . }}}
{{- end }}
{{- range $name, $value := .Values.executions.nodeSelector }}
- {name: "RCODER_Executions__NodeSelector__{{ $name }}", value: {{ include "rcoder.text" $value | quote }}}
{{- end }}
{{- range $i, $toleration := .Values.executions.tolerations }}
{{- range $name, $value := $toleration }}
- {name: "RCODER_Executions__Tolerations__{{ $i }}__{{ title $name }}", value: {{ include "rcoder.text" $value | quote }}}
{{- end }}
{{- end }}
{{- range $i, $name := .Values.executions.imagePullSecrets }}
- {name: "RCODER_Executions__ImagePullSecrets__{{ $i }}", value: {{ $name }}}
{{- end }}
{{- end }}

{{/* The chart's own variables, less those that a component's settings set, and these: (list variables settings) */}}
{{- define "rcoder.env" -}}
{{- $settings := index . 1 }}
{{- range index . 0 | fromYamlArray }}
{{- if not (hasKey $settings (trimPrefix "RCODER_" .name)) }}
- {name: {{ .name }}, {{ if .valueFrom }}valueFrom: {{ toJson .valueFrom }}{{ else }}value: {{ .value | quote }}{{ end }}}
{{- end }}
{{- end }}
{{- range $name, $value := $settings }}
- {name: "RCODER_{{ $name }}", value: {{ include "rcoder.text" $value | quote }}}
{{- end }}
{{- end }}

{{- define "rcoder.podSecurity" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "rcoder.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}

{{/* A container of our image: (list $ "api") */}}
{{- define "rcoder.container" -}}
name: {{ index . 1 }}
image: {{ include "rcoder.image" (index . 0) | quote }}
imagePullPolicy: {{ (index . 0).Values.image.pullPolicy }}
securityContext: {{- include "rcoder.containerSecurity" . | nindent 2 }}
{{- end }}

{{- define "rcoder.pullSecrets" -}}
{{- with .Values.imagePullSecrets }}
imagePullSecrets: {{- range . }}
- name: {{ . }}{{ end }}
{{- end }}
{{- end }}

{{/* On which nodes a pod may be: (values of its component) */}}
{{- define "rcoder.nodes" -}}
{{- with .nodeSelector }}
nodeSelector: {{- include "rcoder.strings" . | trim | nindent 2 }}
{{- end }}
{{- with .tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* Labels and annotations of a Deployment's pod: (list $ "api") */}}
{{- define "rcoder.podMetadata" -}}
{{- $ := index . 0 }}{{- $component := index . 1 -}}
labels: {{- include "rcoder.componentLabels" . | nindent 2 }}
{{- $annotations := (index $.Values $component).podAnnotations }}
{{- if and $.Values.poolToken (ne $component "api") }}
{{- /* A process takes its token when it starts. */}}
{{- $annotations = merge (dict "rcoder.dev/pool-token" (sha256sum $.Values.poolToken | trunc 16)) $annotations }}
{{- end }}
{{- with $annotations }}
annotations: {{- include "rcoder.strings" . | trim | nindent 2 }}
{{- end }}
{{- end }}

{{/* Of a Deployment's pod, all but its containers: (list $ "api") */}}
{{- define "rcoder.pod" -}}
{{- $ := index . 0 }}{{- $component := index . 1 }}{{- $values := index $.Values $component -}}
serviceAccountName: {{ $.Release.Name }}-{{ $component }}
automountServiceAccountToken: {{ ne $component "api" }}
enableServiceLinks: false
securityContext: {{- include "rcoder.podSecurity" $ | nindent 2 }}
{{- with $values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- include "rcoder.pullSecrets" $ }}
topologySpreadConstraints:
{{- range list "kubernetes.io/hostname" "topology.kubernetes.io/zone" }}
- maxSkew: 1
  topologyKey: {{ . }}
  whenUnsatisfiable: ScheduleAnyway
  labelSelector:
    matchLabels: {{- include "rcoder.selector" (list $ $component) | nindent 6 }}
{{- end }}
{{- include "rcoder.nodes" $values }}
{{- with $values.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
{{- if $.Values.kafka.ca }}
volumes:
- name: kafka-ca
  secret: {secretName: {{ $.Values.kafka.ca.name }}, items: [{key: {{ $.Values.kafka.ca.key }}, path: ca.crt}]}
{{- end }}
{{- end }}

{{- define "rcoder.mounts" -}}
{{- if .Values.kafka.ca }}
volumeMounts:
- {name: kafka-ca, mountPath: /etc/rcoder/kafka, readOnly: true}
{{- end }}
{{- end }}

{{/* It serves when it says so; it is restarted when it answers nothing for a minute: (port name) */}}
{{- define "rcoder.probes" -}}
startupProbe:
  httpGet: {path: /livez, port: {{ . }}}
  periodSeconds: 1
  failureThreshold: 60
readinessProbe:
  httpGet: {path: /readyz, port: {{ . }}}
  periodSeconds: 2
  timeoutSeconds: 3
  failureThreshold: 3
livenessProbe:
  httpGet: {path: /livez, port: {{ . }}}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
{{- end }}
