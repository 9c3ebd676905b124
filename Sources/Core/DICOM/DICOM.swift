// Core/DICOM
