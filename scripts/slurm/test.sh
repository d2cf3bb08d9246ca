#!/bin/bash
# The scripts of this folder against a real slurmctld and slurmd on this machine (root; Debian: apt-get install
# slurmctld slurmd slurm-client munge):
#
#   test.sh path/to/bin/cryodrgn [FOLDER]
#
# A training that begins with another's weights is stopped by the wall-time warning and requeued until it is done, and
# must end with the weights, to the bit, of one that ran through. Of the array and the chain it is seen that every task
# ends with weights.
set -eu
unset CDPATH # with it, cd looks elsewhere and prints
cryodrgn=$(readlink -f "$1")
work=${2:-$(mktemp -d)}
here=$(cd "$(dirname "$0")" && pwd)
host=$(hostname -s)
pids=()

finish() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
}
trap finish EXIT

mkdir -p "$work"/{state,spool,munge}
chmod 755 "$work" && chown -R munge "$work/munge" && chmod 700 "$work/munge"
dd if=/dev/urandom of="$work/munge/key" bs=64 count=16 status=none
chown munge "$work/munge/key" && chmod 400 "$work/munge/key"
mkdir -p /run/munge && chown munge /run/munge && chmod 755 /run/munge
runuser -u munge -- munged --foreground --force --key-file="$work/munge/key" \
  --pid-file="$work/munge/pid" --seed-file="$work/munge/seed" --log-file="$work/munge/log" > "$work/munged.out" 2>&1 &
pids+=($!)

cat > "$work/slurm.conf" <<CONF
ClusterName=loopback
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
SlurmctldPort=16817
SlurmdPort=16818
AuthType=auth/munge
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
SchedulerParameters=requeue_delay=1,batch_sched_delay=1,sched_interval=5
MinJobAge=600
KillWait=10
OverTimeLimit=0
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) RealMemory=1000
PartitionName=all Nodes=$host Default=YES MaxTime=INFINITE State=UP
CONF
export SLURM_CONF=$work/slurm.conf
slurmctld -D > "$work/slurmctld.out" 2>&1 & pids+=($!)
for i in $(seq 60); do scontrol ping 2>/dev/null | grep -q UP && break; sleep 0.5; done
slurmd -D > "$work/slurmd.out" 2>&1 & pids+=($!)
for i in $(seq 60); do sinfo -h -o %T | grep -q idle && break; sleep 0.5; done
sinfo

# Until a job is gone from the queue; SLURM puts a requeued job off for some time, which is not waited for, but for the
# second of the requeue: slurmd takes credentials of that second for revoked, and the job would fail.
await() {
  while :; do
    state=$(scontrol show job -o "$1" | sed -n 's/.*JobState=\([A-Z_]*\).*/\1/p' | sort -u | tr '\n' ' ')
    case $state in
      "COMPLETED ") return 0 ;;
      *FAILED* | *CANCELLED* | *TIMEOUT* | *NODE_FAIL*) echo "job $1: $state" && return 1 ;;
      *PENDING*) sleep 2 && scontrol update jobid="$1" StartTime=now 2>/dev/null || true ;;
    esac
    sleep 1
  done
}

restarts() {
  scontrol show job "$1" | sed -n 's/.*Restarts=\([0-9]*\).*/\1/p'
}

cd "$work"
"$cryodrgn" simulate hinge -o "$work/data" -n 2000 -D 32 --seed 1 > simulate.log
options="--poses $work/data/poses.pkl --ctf $work/data/ctf.pkl --enc-dim 16 --dec-dim 16
  --enc-layers 1 --dec-layers 1 --seed 1 -n 30 --max-threads 1 --no-analysis --checkpoint-minutes 0.05"
export CRYODRGN=$cryodrgn
# Enough memory that the images are held, as outside the job: in windows the order would be another.
batch="--gres=none --mem=900 --cpus-per-task=1 --output=$work/%x.%j.log"

echo "== uninterrupted, begun with the weights of another training"
"$cryodrgn" train_vae data/particles.mrcs -o first --zdim 2 ${options/-n 30/-n 1} > first.log
from="--load $work/first/weights.1.pkl"
"$cryodrgn" train_vae data/particles.mrcs -o whole --zdim 2 $options $from > whole.log
echo "== one job, warned 50 s ahead of a wall of 1 minute, requeued"
job=$(sbatch --parsable $batch --time=1 --signal=B:USR1@50 "$here/train.sbatch" one data/particles.mrcs --zdim 2 $options $from)
await "$job"
echo "restarts: $(restarts "$job")"
# Each by itself: in a list joined by && a difference would not end the script.
cmp whole/weights.pkl one/weights.pkl
cmp whole/z.pkl one/z.pkl
grep -q "SIGUSR1: saving" one/run.log || grep -q "SIGUSR1: saving" cryodrgn."$job".log
[ "$(restarts "$job")" -ge 1 ]
(cd one && sha256sum --quiet --check checkpoints.sha256)
echo "same weights and latents; all sums right"
echo "== array"
job=$(sbatch --parsable $batch --time=5 --array=1,2 "$here/array.sbatch" zdims data/particles.mrcs ${options/-n 30/-n 1})
await "$job"
ls zdims/*/weights.pkl
echo "== chain"
read -r first second <<< "$(SBATCH_FIRST="$batch --time=5" SBATCH_SECOND="$batch --time=5" \
  "$here/chain.sh" chain data/particles.mrcs data/particles.mrcs --zdim 2 ${options/-n 30/-n 1})"
await "$first"
await "$second"
ls chain/*/weights.pkl
echo "all passed"
