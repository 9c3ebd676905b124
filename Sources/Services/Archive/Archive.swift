// Services/Archive
