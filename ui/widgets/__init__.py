"""Small widgets that know nothing of chats: labels, buttons, icons, avatars, banners, empty states."""
