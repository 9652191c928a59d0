"""pengajuan-bpjs.xlsx: what the branch is asked to do."""
