# Sample studies: the DICOM files that two MIT-licensed PyPI packages ship. They are read where pip puts them; the
# packages' own download functions are never called.
# shellcheck shell=bash

samples_venv=samples
samples_packages=(--no-deps pydicom==3.0.2 pydicom-data==1.0.0)

# sample_folders: where the files are.
sample_folders() {
    local packages
    packages=$("$root/.tools/venv-$samples_venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    printf '%s\n' "$packages/pydicom/data/test_files" "$packages/pydicom/data/charset_files" "$packages/data_store/data"
}

# import_samples DATA: once for each data folder.
import_samples() {
    local data=$1 folders
    [[ -f $data/samples-imported ]] && return 0
    need_venv "$samples_venv" "${samples_packages[@]}"
    mapfile -t folders < <(sample_folders)
    say "Importing the sample studies (some of these files are broken on purpose, and are refused with a reason)"
    "$product" import "${folders[@]}" --data "$data" || say "The import ended early; the service starts with what is there"
    date -u +%FT%TZ >"$data/samples-imported"
}
