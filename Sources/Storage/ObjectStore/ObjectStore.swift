// Storage/ObjectStore
