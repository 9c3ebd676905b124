// Storage/Database
