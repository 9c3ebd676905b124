// Core/Imaging
